package io.staffetta.waha;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.waha.stub.StubBehaviour;
import io.staffetta.waha.stub.WahaStub;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everything that the engine asks of WAHA is in WAHA's own description of its API, and in its form. */
final class OpenApiTest {

    private static final long ANNA = 4_915_112_345_678L;

    @TempDir
    Path folder;

    @Test
    void everyRequestIsInWahasOwnDescription() throws IOException {
        Path file = Shared.file("specs/waha-openapi-2026.7.1.json");
        JsonNode description = JsonMapper.shared().readTree(Files.readString(file));
        SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31());

        List<DirectHttp.Sent> requests = everything();

        List<String> wrong = new ArrayList<>();
        Set<String> operations = new HashSet<>();
        for (DirectHttp.Sent sent : requests) {
            String path = matching(description, sent).orElse("");
            JsonNode operation =
                    description.path("paths").path(path).path(sent.method().toLowerCase(Locale.ROOT));
            operations.add(sent.method() + " " + path);
            if (operation.isMissingNode()) {
                wrong.add("unknown: " + sent.method() + " " + sent.uri());
            } else {
                wrong.addAll(complaints(description, schemas, path, operation, sent));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(operations)
                .contains(
                        "POST /api/sessions",
                        "PUT /api/sessions/{session}",
                        "GET /api/sessions/{session}",
                        "POST /api/sessions/{session}/start",
                        "POST /api/sessions/{session}/restart",
                        "POST /api/sessions/{session}/stop",
                        "POST /api/sessions/{session}/logout",
                        "GET /api/{session}/auth/qr",
                        "POST /api/{session}/auth/request-code",
                        "GET /api/{session}/new-message-id",
                        "GET /api/contacts/check-exists",
                        "POST /api/sendSeen",
                        "POST /api/startTyping",
                        "POST /api/stopTyping",
                        "POST /api/sendText",
                        "GET /api/{session}/chats/overview",
                        "GET /api/{session}/chats/{chatId}/messages",
                        "GET /api/{session}/chats/{chatId}/messages/{messageId}",
                        "GET /api/{session}/lids/{lid}",
                        "GET /api/{session}/profile");
    }

    /** All that the engine ever asks for. */
    private List<DirectHttp.Sent> everything() {
        try (WahaStub stub = new WahaStub(0, folder, TestWaha.API_KEY);
                TestWaha waha = new TestWaha(stub.port())) {
            TestWaha.Session groom = waha.session("groom");
            groom.connection.connect();
            groom.connection.requestPairingCode(ANNA);
            groom.heard(EngineEvent.PairingCode.class);
            groom.ready(4_915_100_000_001L);
            waha.stub.behave(
                    "groom",
                    StubBehaviour.GOOD
                            .silent()
                            .withPeople(List.of(), Map.of(), Map.of("123456789012345", Long.toString(ANNA))));
            groom.connection.seen(ANNA, TestWaha.PATIENCE);
            groom.connection.typing(ANNA, true, TestWaha.PATIENCE);
            groom.connection.typing(ANNA, false, TestWaha.PATIENCE);
            groom.send(ANNA, "Grüße\n\"😀\"");
            groom.connection.lookUp("3EB0AA", ANNA, TestWaha.PATIENCE);
            groom.connection.ownPicture(TestWaha.PATIENCE);
            waha.clock.forward(Duration.ofSeconds(60));
            groom.connection.refresh();
            groom.heard(EngineEvent.Receipt.class);
            waha.stub.behave(
                    "groom",
                    StubBehaviour.GOOD.withPeople(List.of(), Map.of(), Map.of("123456789012345", Long.toString(ANNA))));
            waha.stub.say("groom", "123456789012345@lid", "hi");
            groom.heard(EngineEvent.PersonKnown.class);
            groom.close();
            for (String status : List.of("STOPPED", "FAILED")) {
                waha.stub.status("groom", status);
                TestWaha.Session again = linked(waha);
                again.heard(EngineEvent.Ready.class);
                again.close();
            }
            TestWaha.Session last = linked(waha);
            last.heard(EngineEvent.Ready.class);
            last.connection.logOut();
            last.heard(EngineEvent.LoggedOut.class);
            return List.copyOf(waha.http.sent);
        }
    }

    /** With another key for the webhooks, so that WAHA has to be configured anew. */
    private static TestWaha.Session linked(TestWaha waha) {
        TestWaha.Session session =
                waha.session("groom", Map.of("hmacKey", "another-key"), Optional.of(new Credentials(new byte[] {1})));
        session.connection.connect();
        return session;
    }

    private static Optional<String> matching(JsonNode description, DirectHttp.Sent sent) {
        String path = sent.uri().getRawPath();
        return description.path("paths").properties().stream()
                .filter(entry -> entry.getValue().has(sent.method().toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getKey)
                .filter(template -> Pattern.matches(template.replaceAll("\\{[^}]+}", "[^/]+"), path))
                .min((a, b) -> Integer.compare(holes(a), holes(b)));
    }

    private static int holes(String template) {
        return template.split("\\{", -1).length;
    }

    private static List<String> complaints(
            JsonNode description, SchemaRegistry schemas, String path, JsonNode operation, DirectHttp.Sent sent) {
        List<String> wrong = new ArrayList<>();
        Map<String, String> query = query(sent.uri().getRawQuery());
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asString();
            boolean inQuery = parameter.path("in").asString().equals("query");
            if (inQuery && parameter.path("required").asBoolean() && !query.containsKey(name)) {
                wrong.add(path + " misses " + name);
            }
            if (inQuery) {
                query.remove(name);
            }
        }
        query.keySet().forEach(name -> wrong.add(path + " knows no " + name));
        JsonNode body = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (body.isMissingNode() != sent.body().isEmpty()) {
            wrong.add(path + ": a body is " + (sent.body().isEmpty() ? "missing" : "too much"));
        } else if (!body.isMissingNode()) {
            ObjectNode whole = JsonMapper.shared().createObjectNode();
            whole.setAll((ObjectNode) body);
            whole.set("components", description.path("components"));
            Schema schema = schemas.getSchema(whole);
            schema.validate(JsonMapper.shared().readTree(sent.body())).forEach(error -> wrong.add(path + ": " + error));
        }
        return wrong;
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
