package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final SimulatedNumbers NUMBERS = new SimulatedNumbers();

    @BeforeAll
    static void send() {
        NUMBERS.ready("anna", "393331000001");
        NUMBERS.patch("/api/v1/sessions/anna", Map.of("hourlyLimit", 3));
        String sent = NUMBERS.started("anna", 3, 0);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> NUMBERS.campaign(sent).path("status").asString().equals("completed"));
        NUMBERS.started("anna", 2, 0);
    }

    @AfterAll
    static void stop() {
        NUMBERS.close();
    }

    @Test
    void everyMoveOfAMessageIsCountedByItsState() {
        becomes(() -> value("staffetta_messages_moved_total{state=\"sending\"}"), 3.0);
        becomes(() -> value("staffetta_messages_moved_total{state=\"sent\"}"), 3.0);
        assertThat(value("staffetta_messages_moved_total{state=\"unconfirmed\"}"))
                .isZero();
    }

    @Test
    void nothingIsInHandWhenEverythingIsSent() {
        becomes(() -> value("staffetta_messages_in_flight"), 0.0);
        becomes(() -> value("staffetta_messages_claimed"), 0.0);
    }

    @Test
    void whatWaitsIsToldFromTheCountersAndTheLanes() {
        becomes(() -> value("staffetta_lanes_waiting{reason=\"rate_limit\"}"), 1.0);
        becomes(() -> value("staffetta_campaign_messages_pending"), 2.0);
        assertThat(value("staffetta_lanes_waiting{reason=\"paused\"}")).isZero();
    }

    @Test
    void sharedTransactionsHaveTheirSizesAndTimes() {
        assertThat(value("staffetta_commit_items_sum{writer=\"marks\"}")).isEqualTo(3.0);
        assertThat(value("staffetta_commit_items_bucket{writer=\"marks\",le=\"512.0\"}"))
                .isBetween(1.0, 3.0);
        assertThat(value("staffetta_commit_seconds_count{writer=\"words\"}")).isPositive();
        assertThat(value("staffetta_commit_seconds_bucket{writer=\"words\",le=\"+Inf\"}"))
                .isPositive();
    }

    @Test
    void sessionsAreCountedByTheirState() {
        becomes(() -> value("staffetta_sessions{state=\"ready\"}"), 1.0);
        assertThat(value("staffetta_sessions{state=\"logged_out\"}")).isZero();
    }

    @Test
    void rowsOfFilesAreCountedByTheirResult() {
        assertThat(value("staffetta_import_rows_total{result=\"accepted\"}")).isEqualTo(5.0);
        assertThat(value("staffetta_import_rows_total{result=\"rejected\"}")).isZero();
    }

    @Test
    void clientsOfTheStreamAreCountedWhileTheyListen() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(NUMBERS.server.url() + "/api/v1/events"))
                    .headers(NUMBERS.bearer())
                    .build();
            try (InputStream stream =
                    client.send(request, BodyHandlers.ofInputStream()).body()) {
                becomes(() -> value("staffetta_stream_clients"), 1.0);
                assertThat(stream).isNotNull();
            }
            client.shutdownNow();
        }
        assertThat(value("staffetta_stream_clients_dropped_total")).isZero();
    }

    @Test
    void theDatabasePoolIsToldOf() {
        assertThat(value("hikaricp_connections_max{pool=\"database\"}")).isPositive();
    }

    @Test
    void noLabelNamesASessionOrAPerson() {
        List<String> own =
                scrape().lines().filter(line -> line.startsWith("staffetta_")).toList();

        assertThat(own).isNotEmpty().noneMatch(line -> line.contains("anna") || line.contains("39333"));
    }

    private static void becomes(Callable<Double> value, double expected) {
        await().atMost(Duration.ofSeconds(20)).until(value, seen -> seen == expected);
    }

    private static double value(String series) {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is missing in\n" + scrape()));
    }

    private static String scrape() {
        Answer answer = NUMBERS.server.get("/metrics", NUMBERS.bearer());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }
}
