package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody leaves a transaction open for as long as campaigns run at full speed: nothing that is dead can be cleared away,
 * and events wait until it ends, since one of its own could still come before them.
 */
@EnabledIfSystemProperty(
        named = "staffetta.faults",
        matches = "full",
        disabledReason = "a round of its own; run with --faults")
class HeldSnapshotFaultTest {

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private Stage stage;
    private Product product;

    /**
     * What was seen while the transaction was open.
     *
     * @param first messages a second at its begin
     * @param last messages a second at its end
     * @param told events of sent messages that were told
     */
    private record Held(Duration time, double first, double last, double told) {}

    @Test
    void anOldTransactionSlowsNothingDownAndHoldsEventsBackSafely() throws IOException, SQLException {
        try (Stage set = Stage.set(folder, new Fleet.Size(6, 2_400, 5_000), 600)) {
            stage = set;
            product = stage.product();
            Fleet fleet = stage.fleet();
            product.start("");
            product.setUp();
            fleet.link();
            fleet.start(Map.of("messageDelay", Map.of("min", 0, "max", 0)));
            fleet.awaitArrivals();
            double before = Rate.of(stage.simulator(), LOOK);
            Held held = hold();
            boolean work = fleet.somethingCanGo();
            Duration caughtUp = awaitMoreThan(held.told());
            fleet.finish();
            LedgerProof.Result proof = fleet.proof();
            System.out.println(
                    "snapshot held for %d s: messages/s before %.1f, at its begin %.1f, at its end %.1f; events again after %d ms%n%s"
                            .formatted(
                                    held.time().toSeconds(),
                                    before,
                                    held.first(),
                                    held.last(),
                                    caughtUp.toMillis(),
                                    proof));
            proof.holds();
            assertThat(work).as("campaigns that outlast the transaction").isTrue();
            assertThat(held.last()).as("messages/s under an old transaction").isGreaterThan(held.first() / 2);
            await("that everything was told, see " + product.log())
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told()).isEqualTo(happened()));
        }
    }

    /** A transaction with a snapshot and a number of its own, which nobody ends for being idle. */
    private Held hold() throws IOException, SQLException {
        Instant begun = Instant.now();
        try (Connection somebody = DatabaseOfData.connection(product.data());
                Statement statement = somebody.createStatement()) {
            statement.execute("set idle_in_transaction_session_timeout = 0");
            somebody.setAutoCommit(false);
            somebody.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("select pg_current_xact_id()");
            double first = Rate.of(stage.simulator(), LOOK);
            double told = told();
            RealTime.pass(BETWEEN_LOOKS);
            double last = Rate.of(stage.simulator(), LOOK);
            assertThat(told()).as("events told meanwhile").isEqualTo(told);
            assertThat(product.api().metric("staffetta_stream_held_back_seconds"))
                    .as("seconds that the operator sees")
                    .isGreaterThan((double) BETWEEN_LOOKS.toSeconds());
            somebody.rollback();
            return new Held(Duration.between(begun, Instant.now()), first, last, told);
        }
    }

    private Duration awaitMoreThan(double told) {
        Instant released = Instant.now();
        await("events after the transaction, see " + product.log())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> told() > told);
        return Duration.between(released, Instant.now());
    }

    /** How many messages the feed has told of as sent, since the product started. */
    private double told() {
        return product.api().metric("staffetta_messages_moved_total{state=\"sent\"}");
    }

    /** How many were sent, by the log of events. */
    private double happened() {
        return DatabaseOfData.client(product.data())
                .sql("select count(*) from message_event where kind = 'message' and phase = 'sent'")
                .query(Double.class)
                .single();
    }
}
