package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockSkewTest {

    @Test
    void aNodeWhoseClockIsOffSaysSoAndRecovers() {
        try (RunningServer server = RunningServer.start()) {
            assertThat(server.get("/health").json().get("status").asString()).isEqualTo("ok");

            server.clock().advance(Duration.ofSeconds(3));
            await().atMost(Duration.ofSeconds(20)).until(() -> status(server).equals("degraded"));
            Answer health = server.get("/health");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.json().get("reason").asString()).isEqualTo("clock_skew");

            server.clock().advance(Duration.ofSeconds(-3));
            await().atMost(Duration.ofSeconds(20)).until(() -> status(server).equals("ok"));
            assertThat(server.get("/health").json().has("reason")).isFalse();
        }
    }

    private static String status(RunningServer server) {
        return server.get("/health").json().get("status").asString();
    }
}
