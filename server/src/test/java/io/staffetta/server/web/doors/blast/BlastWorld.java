package io.staffetta.server.web.doors.blast;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.web.SimulatedNumbers;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A running product, and the door's routes as its clients call them. */
final class BlastWorld implements AutoCloseable {

    static final String PATH = "/api/blast-control/sessions";

    final SimulatedNumbers numbers;

    BlastWorld() {
        numbers = new SimulatedNumbers(Map.of("staffetta.accounts.gap", "10ms"));
    }

    /** Makes a blast through the door and returns its reference. */
    String create(String name, String session) {
        return data(post("", """
                {"campaignName": "%s", "whatsappSessionId": "%s", "messageTemplate": "Hello {{name}}!", "tenant": "x"}
                """.formatted(name, session))).path("sessionId").asString();
    }

    /** Puts a blast where the queue would have brought it: with these counts, nothing of it going out. */
    void at(String reference, String status, int total, int sent, int failed) {
        jdbc().sql("""
                update campaign set status = :status, recipients = :total, total = :total, sent = :sent,
                    failed = :failed, planned = true, started_at = coalesce(started_at, created_at)
                where reference = :reference
                """)
                .param("status", status)
                .param("total", total)
                .param("sent", sent)
                .param("failed", failed)
                .param("reference", reference)
                .update();
    }

    JsonNode list(String query) {
        return data(numbers.server.get(PATH + query, numbers.bearer()));
    }

    JsonNode first(String query) {
        return list(query).path("sessions").path(0);
    }

    Answer get(String query, String... headers) {
        return numbers.server.get(PATH + query, numbers.bearer(headers));
    }

    Answer post(String path, String body, String... headers) {
        return numbers.server.send("POST", PATH + path, body, numbers.bearer(headers));
    }

    JdbcClient jdbc() {
        return numbers.server.database().jdbc();
    }

    static JsonNode data(Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError(answer.text());
        }
        return answer.json().path("data");
    }

    @Override
    public void close() {
        numbers.close();
    }
}
