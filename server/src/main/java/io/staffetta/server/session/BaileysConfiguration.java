package io.staffetta.server.session;

import io.staffetta.baileys.BaileysEngine;
import io.staffetta.baileys.BaileysSettings;
import io.staffetta.server.storage.DataFolder;
import io.staffetta.wire.OutboundHttp;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the engine for linked devices together. Nothing is installed or started before a session connects. */
@Configuration(proxyBeanMethods = false)
class BaileysConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "staffetta.engines.baileys.enabled", matchIfMissing = true)
    BaileysEngine baileysEngine(SessionProperties properties, DataFolder folder, OutboundHttp http, Clock clock) {
        SessionProperties.Baileys baileys = properties.baileys();
        Map<String, String> standIn = baileys.standInUrl().isBlank()
                ? Map.of()
                : Map.of(
                        BaileysSettings.STAND_IN_URL, baileys.standInUrl(),
                        BaileysSettings.STAND_IN_TRUST_ROOT, baileys.standInTrustRoot());
        return new BaileysEngine(
                new BaileysSettings(
                        folder.path().resolve("engines").resolve("baileys"), baileys.node(), baileys.npm(), standIn),
                http,
                clock);
    }
}
