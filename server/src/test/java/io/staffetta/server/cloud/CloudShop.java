package io.staffetta.server.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole product with numbers of the Cloud API, set up as its page says and no further, before a stub of Meta's. */
final class CloudShop implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String ACCOUNT = "102290129340398";
    private static final String TOKEN = "EAAshop";
    private static final String APP_SECRET = "shop-secret";

    final CloudStubProcess stub;
    final RunningServer server;
    private final String[] key;
    private int numbers;

    CloudShop(Path folder) {
        stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"));
        server = RunningServer.start(Map.of("staffetta.outbound.allow", "127.0.0.1:" + stub.port()));
        key = new String[] {"X-Api-Key", server.setUp()};
        stub.drive(
                "templates",
                Map.of(
                        "account",
                        ACCOUNT,
                        "templates",
                        List.of(Map.of(
                                "id",
                                "1",
                                "name",
                                "invito",
                                "language",
                                "it",
                                "category",
                                "MARKETING",
                                "status",
                                "APPROVED",
                                "components",
                                List.of(Map.of("type", "BODY", "text", "Ciao {{1}}"))))));
    }

    /** A number that is ready; the first one's address takes all webhooks, since one app has one. */
    JsonNode ready(String id) {
        String number = "20000000000" + numbers++;
        stub.number(number, TOKEN, "+39 333 999 000" + numbers);
        Map<String, String> settings = Map.of(
                "phoneNumberId", number,
                "businessAccountId", ACCOUNT,
                "token", TOKEN,
                "appSecret", APP_SECRET,
                "verifyToken", "shop-word",
                "baseUrl", stub.baseUrl().toString());
        JsonNode made = post("/api/v1/sessions", Map.of("id", id, "engine", "cloud", "settings", settings));
        if (numbers == 1) {
            String webhook =
                    get("/api/v1/sessions/" + id).path("webhookUrl").asString().replaceFirst("^https?://[^/]+", "");
            stub.webhook(URI.create(server.url() + webhook), APP_SECRET);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        get("/api/v1/sessions/" + id).path("state").asString().equals("ready"));
        return made;
    }

    /** A draft made of the approved template; what is not said about its pace is as usual. */
    JsonNode draft(String session, Map<String, Object> pace) {
        Map<String, Object> wanted = new HashMap<>(pace);
        wanted.put("name", "Invito");
        wanted.put("sessionId", session);
        wanted.put("messageTemplate", Map.of("name", "invito", "language", "it", "body", List.of("{{nome}}")));
        return post("/api/v1/campaigns", wanted);
    }

    /** A campaign to these people that was started; returns its id. */
    String started(String session, Stream<String> phones, Map<String, Object> pace) {
        String id = draft(session, pace).path("id").asString();
        StringBuilder csv = new StringBuilder("telefono,nome\n");
        phones.forEach(phone -> csv.append('+').append(phone).append(",Anna\n"));
        ok(server.send(
                "POST",
                "/api/v1/campaigns/" + id + "/recipients",
                csv.toString(),
                "Content-Type",
                "text/csv",
                key[0],
                key[1]));
        post("/api/v1/campaigns/" + id + "/start", Map.of("consent", Map.of("statement", "Hanno detto di sì.")));
        return id;
    }

    JsonNode campaign(String id) {
        return get("/api/v1/campaigns/" + id);
    }

    /** The campaign's message to this person, once it has ended or left. */
    JsonNode messageTo(String campaign, String phone) {
        return StreamSupport.stream(
                        get("/api/v1/messages?limit=1000&campaignId=" + campaign)
                                .path("items")
                                .spliterator(),
                        false)
                .filter(message -> message.path("to").asString().endsWith(phone))
                .findFirst()
                .orElseThrow();
    }

    JsonNode get(String path) {
        return ok(server.get(path, key));
    }

    JsonNode post(String path, Object body) {
        return ok(server.post(path, body, key));
    }

    Answer patch(String path, Object body) {
        return server.send("PATCH", path, JsonMapper.shared().writeValueAsString(body), key);
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.text().isEmpty() ? JsonMapper.shared().createObjectNode() : answer.json();
    }

    @Override
    public void close() {
        server.close();
        stub.close();
    }
}
