package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.storage.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {

    @Test
    void withoutItsDatabaseTheProductSaysWhenToComeBackAndRecovers() throws SQLException {
        try (RunningServer server = RunningServer.start()) {
            String key = server.setUp();
            DatabaseAddress address = server.database().address();
            String name = address.url().replaceAll(".*/([^/?]+).*", "$1");

            run(address, name, "alter database " + name + " allow_connections false");
            run(address, name, "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            server.clock().advance(Duration.ofSeconds(11));
            Answer refused = server.get("/api/v1/me", "X-Api-Key", key);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("database_unavailable");
            assertThat(refused.header("Retry-After")).isEqualTo("2");
            Answer webhook = server.post("/webhook", Map.of("message_type", "outgoing"), "X-Api-Key", key);
            assertThat(webhook.status()).isEqualTo(503);
            assertThat(webhook.header("Retry-After")).isEqualTo("2");
            Answer health = server.get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().get("status").asString()).isEqualTo("database_unavailable");

            run(address, name, "alter database " + name + " allow_connections true");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.get("/api/v1/me", "X-Api-Key", key).status() == 200);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> server.get("/health").status() == 200);
        }
    }

    private static void run(DatabaseAddress address, String name, String sql) throws SQLException {
        String url = address.url().replace("/" + name, "/postgres");
        try (Connection connection = DriverManager.getConnection(url, address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
