package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.util.List;
import java.util.Map;

/** A server with one simulated number, and drafts that people are read into. */
final class DraftOverHttp implements AutoCloseable {

    private final RunningServer server = RunningServer.start();
    private final String key = server.setUp();

    DraftOverHttp() {
        Answer session = server.post(
                "/api/v1/sessions", Map.of("id", "shop", "name", "Shop", "engine", "simulator"), "X-Api-Key", key);
        assertThat(session.status()).as(session.text()).isEqualTo(201);
    }

    RunningServer server() {
        return server;
    }

    String key() {
        return key;
    }

    /** The address of a new draft whose texts want a name. */
    String fresh() {
        Answer made = server.post(
                "/api/v1/campaigns",
                Map.of(
                        "name",
                        "May",
                        "sessionId",
                        "shop",
                        "template",
                        "Ciao {{Nome}}",
                        "followUps",
                        List.of(Map.of("after", "PT24H", "template", "Ancora {{Nome}}?"))),
                "X-Api-Key",
                key);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return "/api/v1/campaigns/" + made.json().get("id").asString();
    }

    Answer get(String path) {
        return server.get(path, "X-Api-Key", key);
    }

    Answer send(String path, String text) {
        return server.send("POST", path, text, "X-Api-Key", key, "Content-Type", "text/csv");
    }

    /** The id of the import. */
    String imported(String campaign, String text) {
        Answer answer = send(campaign + "/recipients", text);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("importId").asString();
    }

    @Override
    public void close() {
        server.close();
    }
}
