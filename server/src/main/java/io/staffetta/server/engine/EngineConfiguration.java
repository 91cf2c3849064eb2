package io.staffetta.server.engine;

import io.staffetta.cloud.CloudEngine;
import io.staffetta.waha.WahaEngine;
import io.staffetta.wire.OutboundHttp;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the engines together that reach real people. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    /** Meta's own service; needs nothing on this machine. */
    @Bean
    @ConditionalOnProperty(name = "staffetta.engines.cloud.enabled", matchIfMissing = true)
    CloudEngine cloudEngine(OutboundHttp http, Clock clock, RandomGenerator random) {
        return new CloudEngine(http, clock, random);
    }

    /** Servers of users' own; needs nothing on this machine. */
    @Bean
    @ConditionalOnProperty(name = "staffetta.engines.waha.enabled", matchIfMissing = true)
    WahaEngine wahaEngine(OutboundHttp http, Clock clock, RandomGenerator random) {
        return new WahaEngine(http, clock, random);
    }
}
