package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.pigeon.PigeonConnection;
import io.staffetta.server.pigeon.PigeonEngine;
import io.staffetta.server.web.LogLines;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineSettingsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningServer server = RunningServer.start(
            Map.of(
                    "logging.level.io.staffetta",
                    "trace",
                    "logging.level.org.springframework",
                    "debug",
                    "PIGEON_TOKEN_HOME",
                    "from-outside",
                    "staffetta.engines.pigeon.settings.loft",
                    "the roof"),
            PigeonEngine.class);
    private final String key = server.setUp();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void enginesAreListedWithWhatTheyWantToKnow() {
        JsonNode items = server.get("/api/v1/engines", "X-Api-Key", key).json().path("items");
        JsonNode pigeon = items.valueStream()
                .filter(engine -> engine.path("name").asString().equals("pigeon"))
                .findFirst()
                .orElseThrow();
        assertThat(pigeon.path("standard").asBoolean()).isFalse();
        assertThat(pigeon.path("capabilities").path("templatesOnly").asBoolean())
                .isTrue();
        assertThat(pigeon.path("settings").valueStream().map(s -> s.path("name").asString()))
                .containsExactly("phone", "loft", "token", "seal");
        assertThat(pigeon.path("settings").get(2).path("secret").asBoolean()).isTrue();
        assertThat(pigeon.path("settings").get(2).path("environment").asString())
                .isEqualTo("PIGEON_TOKEN_");
    }

    @Test
    void aSecretSettingIsNeitherShownNorLogged() {
        try (LogLines lines = LogLines.of(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            Answer made = create("shop", Map.of("phone", "393331112222", "token", "hush-token"));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            Answer changed = server.send(
                    "PATCH", "/api/v1/sessions/shop", "{\"settings\":{\"seal\":\"hush-seal\"}}", "X-Api-Key", key);
            Answer refused = create("shop", Map.of("phone", "393331112222", "token", "hush-token"));
            Answer wrong = create("wrong", Map.of("phone", "many", "token", "hush-token"));
            Answer list = server.get("/api/v1/sessions", "X-Api-Key", key);
            Answer audit = server.get("/api/v1/audit", "X-Api-Key", key);

            assertThat(changed.json()
                            .path("settings")
                            .path("phone")
                            .path("value")
                            .asString())
                    .isEqualTo("393331112222");
            assertThat(changed.json().path("settings").path("token").path("set").asBoolean())
                    .isTrue();
            assertThat(refused.code()).isEqualTo("session_exists");
            assertThat(wrong.code()).isEqualTo("invalid_setting");
            assertThat(made.text()
                            + changed.text()
                            + refused.text()
                            + wrong.text()
                            + list.text()
                            + audit.text()
                            + lines.text())
                    .doesNotContain("hush-token", "hush-seal");
        }
    }

    @Test
    void aStepThatOnlyTheEnginesPageCanCarryOutIsShownWhileItWaits() {
        PigeonEngine engine = server.bean(PigeonEngine.class);
        engine.ready = false;
        create("passkey", Map.of("phone", "393331115555", "token", "t"));
        long pk = server.database()
                .jdbc()
                .sql("select id from wa_session where session_id = 'passkey'")
                .query(Long.class)
                .single();
        await().atMost(PATIENCE).until(() -> engine.connections.containsKey("session-" + pk));
        PigeonConnection connection = engine.connections.get("session-" + pk);
        connection.say(new EngineEvent.QrCode("2@scan-me", Duration.ofMinutes(1)));
        await().atMost(PATIENCE).until(() -> pairing().path("qr").isObject());
        connection.say(new EngineEvent.ExternalStep("passkey", "http://localhost:3000/dashboard/"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pairing().path("externalStep").toString())
                        .isEqualTo("{\"kind\":\"passkey\",\"url\":\"http://localhost:3000/dashboard/\"}"));
        assertThat(pairing().path("qr").isNull()).isTrue();
        assertThat(server.get("/api/v1/sessions/passkey/qr", "X-Api-Key", key).code())
                .isEqualTo("no_qr");
        connection.say(new EngineEvent.ExternalStep("passkey", "javascript:alert(1)"));
        await().atMost(PATIENCE)
                .until(() -> pairing().path("externalStep").path("url").isNull());
        engine.ready = true;
        connection.connect();
        await().atMost(PATIENCE).until(() -> pairing().path("status").asString().equals("ready"));
        assertThat(pairing().path("externalStep").isNull()).isTrue();
    }

    @Test
    void aSessionThatNothingCanBeReportedToSaysSoInTheUsersLanguage() {
        create("unheard", Map.of("phone", "393331116666", "token", "t"));
        assertThat(notices("it")).isEmpty();
        PigeonEngine engine = server.bean(PigeonEngine.class);
        engine.reportsNeed = Set.of("token", "inboundUrl");
        try {
            assertThat(notices("it").path(0).path("code").asString()).isEqualTo("webhooks_cannot_arrive");
            assertThat(notices("it").path(0).path("message").asString()).startsWith("Non può arrivare alcun webhook");
            assertThat(notices("en").path(0).path("message").asString()).startsWith("No webhook can arrive");
            engine.reportsNeed = Set.of("token");
            assertThat(notices("it")).isEmpty();
        } finally {
            engine.reportsNeed = Set.of();
        }
    }

    private JsonNode notices(String language) {
        return server.get("/api/v1/sessions/unheard", "X-Api-Key", key, "Accept-Language", language)
                .json()
                .path("notices");
    }

    private JsonNode pairing() {
        return server.get("/api/v1/sessions/passkey/pairing", "X-Api-Key", key).json();
    }

    @Test
    void whatTheInstallationGivesNeedNotBeGiven() {
        Answer made = create("home", Map.of("phone", "393331113333"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().path("settings").has("token")).isFalse();
        PigeonEngine engine = server.bean(PigeonEngine.class);
        await().atMost(PATIENCE)
                .until(() -> engine.links.stream()
                        .anyMatch(link -> link.settings()
                                .equals(Map.of("phone", "393331113333", "token", "from-outside", "loft", "the roof"))));
        assertThat(create("elsewhere", Map.of("phone", "393331114444")).code()).isEqualTo("missing_setting");
    }

    private Answer create(String id, Map<String, String> settings) {
        return server.post(
                "/api/v1/sessions", Map.of("id", id, "engine", "pigeon", "settings", settings), "X-Api-Key", key);
    }
}
