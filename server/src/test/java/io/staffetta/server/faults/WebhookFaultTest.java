package io.staffetta.server.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.DatabaseOfData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A product that dies of kill -9 while webhooks are on their way: each event is told, under one id, if need be again. */
@EnabledIfSystemProperty(
        named = "staffetta.faults",
        matches = "full",
        disabledReason = "a round of its own; run with --faults")
class WebhookFaultTest {

    private static final int KILLS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TOLD_OF = "('sent', 'delivered', 'read')";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private int killedUnderWay;

    @Test
    void whatHappensIsToldAtLeastOnceUnderOneIdWhoeverDies() throws IOException {
        try (Listener listener = new Listener();
                Stage stage = Stage.set(
                        folder,
                        new Fleet.Size(8, 300, 400),
                        60,
                        List.of("--staffetta.outbound.allow=" + listener.authority()),
                        List.of("-Xmx512m"))) {
            Product product = stage.product();
            Fleet fleet = stage.fleet();
            product.start("");
            product.setUp();
            listen(product, listener);
            fleet.link();
            fleet.start(Map.of());
            for (int kill = 0; kill < KILLS; kill++) {
                killWhileTelling(product, listener, kill % 3 == 2);
            }
            fleet.finish();
            JdbcClient jdbc = DatabaseOfData.client(product.data());
            await("that everything was told, see " + product.log())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> untold(jdbc, listener).isEmpty() && waiting(jdbc) == 0);
            LedgerProof.Result proof = fleet.proof();
            int events = happened(jdbc).size();
            System.out.println(
                    "webhooks: kills %d, %d of them with calls under way; events %d, told %d in %d calls, changed %d%n%s"
                            .formatted(
                                    KILLS,
                                    killedUnderWay,
                                    events,
                                    listener.ids().size(),
                                    listener.calls(),
                                    listener.changed(),
                                    proof));
            proof.holds();
            assertThat(listener.ids()).as("told, and nothing else").hasSize(events);
            assertThat(listener.changed()).as("told twice in different words").isZero();
            assertThat(killedUnderWay).as("kills with calls under way").isGreaterThan(KILLS / 2);
        }
    }

    private static void listen(Product product, Listener listener) {
        product.api()
                .post(
                        "/api/v1/webhooks",
                        Map.of(
                                "url",
                                "http://" + listener.authority() + "/told",
                                "events",
                                List.of("message.sent", "message.delivered", "message.read")))
                .orFail();
    }

    private void killWhileTelling(Product product, Listener listener, boolean withDatabase) {
        int before = listener.calls();
        await("calls, see " + product.log())
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> listener.calls() > before + 20 && listener.underWay() > 0);
        killedUnderWay += listener.underWay() > 0 ? 1 : 0;
        if (withDatabase) {
            product.killBoth();
        } else {
            product.killJvm();
        }
        product.start("");
    }

    /** What a listener has not been told of all that happened. */
    private static Set<String> untold(JdbcClient jdbc, Listener listener) {
        Set<String> untold = happened(jdbc);
        listener.ids().forEach(id -> untold.remove(numberOf(id)));
        return untold;
    }

    private static Set<String> happened(JdbcClient jdbc) {
        return new TreeSet<>(
                jdbc.sql("select id::text from message_event where kind = 'message' and phase in " + TOLD_OF)
                        .query(String.class)
                        .list());
    }

    /** Without the generation of the event log, which comes first in an id. */
    private static String numberOf(String id) {
        return id.replaceFirst("^.*-", "");
    }

    private static int waiting(JdbcClient jdbc) {
        return jdbc.sql("select count(*) from webhook_delivery where state <> 'delivered'")
                .query(Integer.class)
                .single();
    }
}
