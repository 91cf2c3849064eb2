package io.staffetta.waha.stub;

import io.staffetta.waha.stub.HttpPort.Answer;
import io.staffetta.waha.stub.HttpPort.Request;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** What the stub answers where WAHA answers. */
final class StubApi {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> GESTURES = Set.of("sendSeen", "startTyping", "stopTyping");

    private final WahaStub stub;
    private final SecureRandom random = new SecureRandom();

    StubApi(WahaStub stub) {
        this.stub = stub;
    }

    /** @param path below {@code /api} */
    Answer answer(Request request, List<String> path) {
        JsonNode body = parsed(request.body());
        if (path.getFirst().equals("sessions")) {
            return path.size() == 1 ? create(body) : ofSessions(request.method(), path, body);
        }
        if (path.getFirst().equals("sendText")) {
            return working(body.path("session").asString(""), session -> sendText(session, body));
        }
        if (GESTURES.contains(path.getFirst())) {
            return working(
                    body.path("session").asString(""),
                    session -> body.path("chatId").isString() ? json(201, Map.of("result", true)) : invalid("chatId"));
        }
        if (path.equals(List.of("contacts", "check-exists"))) {
            return working(
                    request.query().getOrDefault("session", ""),
                    session -> exists(session.behaviour(), request.query().getOrDefault("phone", "")));
        }
        return ofSession(request, path, body);
    }

    private Answer ofSessions(String method, List<String> path, JsonNode body) {
        StubSession session = stub.session(path.get(1)).orElse(null);
        if (session == null) {
            return notFound();
        }
        String act = method + (path.size() > 2 ? " " + path.get(2) : "");
        switch (act) {
            case "GET" -> {
                return json(200, session.shown());
            }
            case "GET me" -> {
                return json(200, session.me());
            }
            case "PUT" -> session.configure(body.path("config"));
            case "POST start" -> session.start();
            case "POST stop" -> session.to("STOPPED");
            case "POST restart" -> session.restart();
            case "POST logout" -> session.logOut();
            default -> {
                return cannot(method, String.join("/", path));
            }
        }
        stub.keep();
        return json(method.equals("PUT") ? 200 : 201, session.shown());
    }

    private Answer create(JsonNode body) {
        String name = body.path("name").asString("");
        if (name.isEmpty()) {
            return invalid("name");
        }
        if (stub.session(name).isPresent()) {
            return json(422, Map.of("message", "Session '" + name + "' already exists. Use PUT to update it."));
        }
        StubSession session = stub.add(name, body.path("config"));
        if (body.path("start").asBoolean(false)) {
            session.start();
        }
        stub.keep();
        return json(201, session.shown());
    }

    private Answer ofSession(Request request, List<String> path, JsonNode body) {
        Optional<StubSession> found = stub.session(path.getFirst());
        if (found.isEmpty()) {
            return notFound();
        }
        StubSession session = found.get();
        String rest = String.join("/", path.subList(1, path.size()));
        return switch (rest) {
            case "auth/qr" -> in(session, "SCAN_QR_CODE", () -> json(200, Map.of("value", session.qr())));
            case "auth/request-code" ->
                in(
                        session,
                        "SCAN_QR_CODE",
                        () -> json(
                                201,
                                Map.of("code", code(body.path("phoneNumber").asString("")))));
            case "profile" -> {
                ObjectNode profile = JSON.createObjectNode().put("id", "1@c.us").put("name", "stub");
                profile.putNull("picture");
                yield in(session, "WORKING", () -> json(200, profile));
            }
            case "new-message-id" ->
                session.behaviour().idsOffered()
                        ? in(session, "WORKING", () -> json(200, Map.of("id", freshId())))
                        : cannot("GET", rest);
            default -> inChats(request, session, path);
        };
    }

    private Answer inChats(Request request, StubSession session, List<String> path) {
        if (path.size() == 3 && path.get(1).equals("lids")) {
            String phone = session.behaviour().lids().get(path.get(2).replace("@lid", ""));
            return phone == null
                    ? json(200, Map.of("lid", path.get(2)))
                    : json(200, Map.of("lid", path.get(2), "pn", phone + "@c.us"));
        }
        if (path.subList(1, path.size()).equals(List.of("chats", "overview"))) {
            return session.behaviour().overview()
                    ? in(session, "WORKING", () -> json(200, overview(session, request.query())))
                    : cannot("GET", "chats/overview");
        }
        if (path.size() == 4 && path.get(1).equals("chats") && path.get(3).equals("messages")) {
            ArrayNode list = JSON.createArrayNode();
            int limit = Integer.parseInt(request.query().getOrDefault("limit", "10"));
            session.in(path.get(2), limit).forEach(message -> list.add(session.json(message)));
            return in(session, "WORKING", () -> json(200, list));
        }
        if (path.size() == 5 && path.get(1).equals("chats") && path.get(3).equals("messages")) {
            String[] parts = path.get(4).split("_", 3);
            return session.find(path.get(2), parts[parts.length - 1])
                    .map(message -> json(200, session.json(message)))
                    .orElseGet(StubApi::notFound);
        }
        return cannot(request.method(), String.join("/", path));
    }

    private static ArrayNode overview(StubSession session, Map<String, String> query) {
        ArrayNode list = JSON.createArrayNode();
        int limit = Integer.parseInt(query.getOrDefault("limit", "20"));
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        session.overview(limit, offset).forEach(message -> {
            ObjectNode chat = list.addObject().put("id", message.chatId());
            chat.putNull("name").putNull("picture");
            chat.set("lastMessage", session.json(message));
            chat.putObject("_chat");
        });
        return list;
    }

    private Answer sendText(StubSession session, JsonNode body) {
        String chat = body.path("chatId").asString("");
        String text = body.path("text").asString("");
        if (chat.isEmpty() || !body.path("text").isString()) {
            return invalid(chat.isEmpty() ? "chatId" : "text");
        }
        String id = body.path("id").asString(freshId());
        return switch (session.nextMood()) {
            case ACCEPT -> {
                take(session, chat, id, text);
                yield json(201, sent(session, chat, id));
            }
            case REFUSE -> invalid("text");
            case WRONG_STATE -> wrongState("STARTING");
            case UNKNOWN_SESSION -> notFound();
            case THROTTLE -> new Answer.Sent(429, Map.of("Retry-After", "7"), "{\"message\":\"Too Many Requests\"}");
            case FAIL -> json(500, Map.of("statusCode", 500, "message", "Internal server error"));
            case RESTRICTED ->
                json(
                        500,
                        Map.of(
                                "statusCode",
                                500,
                                "exception",
                                Map.of("message", "2 UNKNOWN: server returned error 463")));
            case TAKE_AND_FAIL -> {
                take(session, chat, id, text);
                yield json(500, Map.of("statusCode", 500, "message", "Internal server error"));
            }
            case EMPTY -> {
                take(session, chat, id, text);
                yield new Answer.Sent(201, Map.of(), "");
            }
            case WITHOUT_ID -> {
                take(session, chat, id, text);
                yield json(201, Map.of("timestamp", 1));
            }
            case SLOW -> {
                take(session, chat, id, text);
                LockSupport.parkNanos(session.behaviour().slowMillis() * 1_000_000);
                yield json(201, sent(session, chat, id));
            }
            case STALL -> {
                LockSupport.parkNanos(session.behaviour().slowMillis() * 1_000_000);
                yield json(500, Map.of("statusCode", 500, "message", "Internal server error"));
            }
            case RESET_BEFORE -> new Answer.Reset();
            case RESET_AFTER -> {
                take(session, chat, id, text);
                yield new Answer.Reset();
            }
            case LOSE -> json(201, sent(session, chat, id));
        };
    }

    private void take(StubSession session, String chat, String id, String text) {
        stub.ledger().add(session.name, chat, id, text);
        session.take(chat, id, text);
    }

    private static ObjectNode sent(StubSession session, String chat, String id) {
        ObjectNode answer = JSON.createObjectNode();
        String full = "true_" + chat + "_" + id;
        switch (session.behaviour().idStyle()) {
            case "key" ->
                answer.putObject("key")
                        .put("remoteJid", chat)
                        .put("fromMe", true)
                        .put("id", id);
            case "serialized" ->
                answer.putObject("id").put("fromMe", true).put("id", id).put("_serialized", full);
            default -> answer.put("id", full);
        }
        return answer;
    }

    private static Answer exists(StubBehaviour behaviour, String phone) {
        if (behaviour.nobody().contains(phone)) {
            return json(200, Map.of("numberExists", false));
        }
        return json(
                200, Map.of("numberExists", true, "chatId", behaviour.chats().getOrDefault(phone, phone + "@c.us")));
    }

    private Answer working(String name, Function<StubSession, Answer> then) {
        StubSession session = stub.session(name).orElse(null);
        return session == null ? notFound() : in(session, "WORKING", () -> then.apply(session));
    }

    private static Answer in(StubSession session, String status, Supplier<Answer> then) {
        return session.status().equals(status) ? then.get() : wrongState(session.status());
    }

    private static Answer wrongState(String status) {
        return json(
                422,
                Map.of(
                        "error",
                        "Session status is not as expected.",
                        "status",
                        status,
                        "expected",
                        List.of("WORKING")));
    }

    private static Answer notFound() {
        return json(404, Map.of("message", "Session not found", "error", "Not Found", "statusCode", 404));
    }

    private static Answer cannot(String method, String path) {
        return json(404, Map.of("message", "Cannot " + method + " /api/" + path, "error", "Not Found"));
    }

    private static Answer invalid(String field) {
        return json(400, Map.of("message", List.of(field + " should not be empty", field + " must be a string")));
    }

    private String freshId() {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return "3EB0" + HexFormat.of().formatHex(bytes).toUpperCase(Locale.ROOT);
    }

    private static String code(String phone) {
        return "STUB-" + phone.substring(Math.max(0, phone.length() - 4));
    }

    private static JsonNode parsed(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    static Answer json(int status, @Nullable Object body) {
        return new Answer.Sent(status, Map.of(), JSON.writeValueAsString(body));
    }
}
