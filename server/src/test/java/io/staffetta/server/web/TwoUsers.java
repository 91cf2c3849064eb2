package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A running product with two users, each with things of all kinds; nothing in it moves any more. */
final class TwoUsers implements AutoCloseable {

    private static final Pattern SLOT = Pattern.compile("\\{(my\\.)?([a-z.]+)}");

    final RunningServer server;
    private final Map<String, String> theirs = new HashMap<>();
    private final Map<String, String> mine = new HashMap<>();
    private final String theirKey;
    private final String myKey;

    TwoUsers(RunningServer server) {
        this.server = server;
        this.theirKey = server.setUp();
        Map<String, String> login = Map.of("email", "bruno@example.org", "password", "another quiet evening");
        ok(server.post("/api/v1/users", login, "X-Api-Key", theirKey));
        String token = ok(server.post("/api/v1/login", login)).path("token").asString();
        this.myKey = ok(server.post(
                        "/api/v1/api-keys",
                        Map.of("name", "mine", "scopes", List.of("read", "send", "manage", "admin", "metrics")),
                        "Authorization",
                        "Bearer " + token))
                .path("key")
                .asString();
        fill(mine, myKey, "bruno", "+393332000102");
        // References are counted per user: of theirs, the asking user must not have the same one.
        ok(server.post("/api/v1/sessions", Map.of("id", "first", "engine", "simulator"), "X-Api-Key", theirKey));
        ok(server.post("/api/v1/campaigns", Map.of("name", "a", "sessionId", "first"), "X-Api-Key", theirKey));
        fill(theirs, theirKey, "anna", "+393332000101");
        theirs.put(
                "user",
                ok(server.get("/api/v1/me", "X-Api-Key", theirKey)).path("id").asString());
    }

    /** What nobody has, by the names of the slots. */
    private static final Map<String, String> NOBODYS = Map.ofEntries(
            Map.entry("session", "nobody"),
            Map.entry("campaign", "64f5a1b2c3d4e5f6a7b8c9d0"),
            Map.entry("campaign.number", "987654321"),
            Map.entry("campaign.reference", "blast_20200101_001"),
            Map.entry("import", "987654321"),
            Map.entry("message", "987654321"),
            Map.entry("key", "987654321"),
            Map.entry("user", "987654321"),
            Map.entry("phone", "393339999999"),
            Map.entry("call", "987654321"),
            Map.entry("pool", "nobody"),
            Map.entry("webhook", "987654321"),
            Map.entry("delivery", "987654321"),
            Map.entry("media", "0123456789abcdef01234567"));

    /** The key of the user who asks. */
    String[] myKey() {
        return new String[] {"X-Api-Key", myKey};
    }

    /** With the ids of the other user's things. */
    String theirs(String text) {
        return filled(text, theirs);
    }

    /** With ids that nothing has. */
    String nobodys(String text) {
        return filled(text, NOBODYS);
    }

    private String filled(String text, Map<String, String> others) {
        return SLOT.matcher(text).replaceAll(slot -> {
            String value = (slot.group(1) == null ? others : mine).get(slot.group(2));
            assertThat(value).as("what stands for %s", slot.group()).isNotNull();
            return Matcher.quoteReplacement(value);
        });
    }

    private void fill(Map<String, String> things, String key, String session, String number) {
        String[] credential = {"X-Api-Key", key};
        ok(server.post("/api/v1/sessions", Map.of("id", session, "engine", "simulator"), credential));
        awaitState(session, "qr_generated", credential);
        ok(server.post("/api/v1/simulator/sessions/" + session + "/scan", Map.of("number", number), credential));
        awaitState(session, "ready", credential);
        JsonNode campaign = ok(server.post(
                "/api/v1/campaigns", Map.of("name", "a", "sessionId", session, "template", "Ciao"), credential));
        String person = "39333200" + number.substring(9);
        JsonNode message = ok(server.post(
                "/api/v1/messages", Map.of("sessionId", session, "to", "+" + person, "text", "Ciao"), credential));
        ok(server.post("/api/v1/opt-outs", Map.of("phone", "+" + person), credential));
        ok(server.post("/api/v1/pools", Map.of("name", session + "-pool", "sessions", List.of(session)), credential));
        JsonNode imported = ok(server.send(
                "POST",
                "/api/v1/campaigns/" + campaign.path("id").asString() + "/recipients",
                "[{\"phone\":\"+" + person + "\"}]",
                credential));
        things.put(
                "media",
                ok(server.send(
                                "POST",
                                "/api/v1/media?fileName=a.txt",
                                "Ciao",
                                "X-Api-Key",
                                key,
                                "Content-Type",
                                "text/plain"))
                        .path("id")
                        .asString());
        things.put("call", parkedCall(session));
        things.put(
                "webhook",
                ok(server.post(
                                "/api/v1/webhooks",
                                Map.of("url", "https://8.8.8.8/", "events", List.of("*"), "enabled", false),
                                credential))
                        .path("id")
                        .asString());
        things.put("delivery", delivery(things.get("webhook")));
        things.put("session", session);
        things.put("import", imported.path("importId").asString());
        things.put("pool", session + "-pool");
        things.put("campaign", campaign.path("publicId").asString());
        things.put("campaign.number", campaign.path("id").asString());
        things.put("campaign.reference", campaign.path("reference").asString());
        things.put("message", message.path("id").asString());
        things.put("phone", person);
        things.put("key", firstKey(credential));
        awaitEnd(message.path("id").asString(), credential);
    }

    private String delivery(String webhook) {
        return server.database()
                .jdbc()
                .sql("""
                        insert into webhook_delivery (owner_id, endpoint_id, event_id, type, event, state, created_at, done_at)
                        select owner_id, id, 'a-1', 'session.ready', '{"at":"2026-11-20T10:00:00Z"}', 'failed', now(), now()
                        from webhook_endpoint where id = ?::bigint returning id
                        """)
                .param(webhook)
                .query(Long.class)
                .single()
                .toString();
    }

    private String parkedCall(String session) {
        return server.database()
                .jdbc()
                .sql("""
                        insert into inbound_call (owner_id, session_pk, body, state, received_at)
                        select owner_id, id, '', 'parked', now() from wa_session where session_id = ? returning id
                        """)
                .param(session)
                .query(Long.class)
                .single()
                .toString();
    }

    private String firstKey(String[] credential) {
        return ok(server.get("/api/v1/api-keys", credential)).at("/items/0/id").asString();
    }

    private void awaitState(String session, String state, String[] credential) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ok(server.get("/api/v1/sessions/" + session, credential))
                        .path("state")
                        .asString()
                        .equals(state));
    }

    private void awaitEnd(String message, String[] credential) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> List.of("skipped", "sent", "delivered", "read")
                        .contains(ok(server.get("/api/v1/messages/" + message, credential))
                                .path("status")
                                .asString()));
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.text().isEmpty()
                ? tools.jackson.databind.node.JsonNodeFactory.instance.objectNode()
                : answer.json();
    }

    @Override
    public void close() {
        server.close();
    }
}
