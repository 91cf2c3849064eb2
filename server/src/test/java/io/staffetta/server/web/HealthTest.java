package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.storage.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HealthTest {

    private static final String LOOKS = """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%s.session_id = $2%'
            """;

    @Test
    void looksThatWaitForTheDatabaseLeaveItsConnectionsToOthers() throws SQLException {
        try (RunningServer server = RunningServer.start()) {
            server.setUp();
            DatabaseAddress address = server.database().address();
            try (Connection locker = DriverManager.getConnection(address.url(), address.user(), address.password());
                    Statement statement = locker.createStatement()) {
                locker.setAutoCommit(false);
                statement.execute("lock table wa_session in access exclusive mode");

                List<CompletableFuture<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    answers.add(CompletableFuture.supplyAsync(
                            () -> server.get("/health").status(), Thread::startVirtualThread));
                }

                assertThat(answers).extracting(CompletableFuture::join).containsOnly(503);
                try (ResultSet waiting = statement.executeQuery(LOOKS)) {
                    waiting.next();
                    assertThat(waiting.getInt(1)).isBetween(1, 4);
                }
                locker.rollback();
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> server.get("/health").status() == 200);
        }
    }
}
