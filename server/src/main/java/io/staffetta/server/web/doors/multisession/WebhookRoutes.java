package io.staffetta.server.web.doors.multisession;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Public;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.DefaultSession;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorMessages;
import io.staffetta.server.web.doors.DoorMessages.Addressed;
import io.staffetta.server.web.doors.DoorMessages.Taken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The webhook that Chatwoot calls with every message, and its test. They answer when the message is on disk. */
@Tag(name = "Door 3: webhook")
@RestController
@Door(error = true)
class WebhookRoutes {

    private static final String MESSAGE_CREATED = "message_created";
    private static final String DUPLICATE = "duplicate";
    private static final String ROUTE = "POST /webhook";

    private final WebhookCaller callers;
    private final DoorMessages messages;
    private final JsonMapper json;

    WebhookRoutes(WebhookCaller callers, DoorMessages messages, JsonMapper json) {
        this.callers = callers;
        this.messages = messages;
        this.json = json;
    }

    /** What comes back: what was queued, or why nothing was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Answer(
            boolean success,
            @Nullable Boolean queued,
            @Nullable Long messageId,
            @Nullable String ignored) {

        static Answer queued(long messageId) {
            return new Answer(true, true, messageId, null);
        }

        static Answer ignored(String why) {
            return new Answer(true, null, null, why);
        }
    }

    /** A message to try the webhook with. */
    record Trial(
            @Nullable String phoneNumber,
            @Nullable String message,
            @Nullable String sessionId) {

        @Override
        public String toString() {
            return "Trial[]";
        }
    }

    @Operation(
            summary = "Chatwoot's webhook: sends outgoing messages, answers and ignores everything else",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = ChatwootMessage.class))))
    @Public
    @PostMapping("/webhook")
    Answer receive(
            @Nullable Caller caller,
            @RequestParam(required = false) @Nullable String token,
            @RequestHeader(name = "X-Chatwoot-Timestamp", required = false) @Nullable String timestamp,
            @RequestHeader(name = "X-Chatwoot-Signature", required = false) @Nullable String signature,
            @RequestBody(required = false) byte @Nullable [] body,
            HttpServletRequest request) {
        byte[] raw = body == null ? new byte[0] : body;
        Caller meant = callers.of(new WebhookCaller.Call(
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.getHeader("X-Api-Key"),
                token,
                caller == null || caller.showedCredential() ? null : caller,
                new ChatwootSignature.Signed(timestamp, signature, raw)));
        JsonNode event = read(raw);
        JsonNode name = event.path("event");
        boolean named = !name.isMissingNode() && !name.isNull();
        if (named && !name.asString("").equals(MESSAGE_CREATED)) {
            return Answer.ignored(name.isString() ? "event " + name.asString() : "event");
        }
        ChatwootMessage message = message(event);
        return message.reasonToIgnore().map(Answer::ignored).orElseGet(() -> queue(meant, message));
    }

    @Operation(summary = "Queues a message as the webhook would")
    @PostMapping("/webhook/test")
    @Needs(Scope.SEND)
    Answer test(Caller caller, @RequestBody Trial trial) {
        String to = DoorMessages.required("phoneNumber", trial.phoneNumber());
        String text = DoorMessages.required("message", trial.message());
        Addressed addressed = messages.address(caller, orDefault(trial.sessionId()), to);
        return Answer.queued(
                messages.take(addressed.sender(), addressed.to(), text, null).id());
    }

    private Answer queue(Caller caller, ChatwootMessage message) {
        IdempotencyKey key =
                message.identity().map(id -> key(caller.ownerId(), id)).orElse(null);
        if (key != null && messages.repeats(key)) {
            return Answer.ignored(DUPLICATE);
        }
        Addressed addressed = messages.address(caller, orDefault(message.sessionId()), message.phone());
        Taken taken = messages.take(addressed.sender(), addressed.to(), message.text(), key);
        return taken.repeated() ? Answer.ignored(DUPLICATE) : Answer.queued(taken.id());
    }

    private JsonNode read(byte[] body) {
        if (body.length == 0) {
            throw new Problem(Problem.Kind.INVALID, "missing_body", "The body is missing");
        }
        try {
            JsonNode event = json.readTree(body);
            if (event.isObject()) {
                return event;
            }
        } catch (JacksonException notJson) {
            throw new Problem(Problem.Kind.INVALID, "invalid_json", "The body is not valid JSON");
        }
        throw wrongType("body");
    }

    private ChatwootMessage message(JsonNode event) {
        try {
            return json.treeToValue(event, ChatwootMessage.class);
        } catch (JacksonException mismatch) {
            String field = mismatch.getPath().isEmpty()
                    ? "body"
                    : String.valueOf(mismatch.getPath().getFirst().getPropertyName());
            throw wrongType(field);
        }
    }

    private static Problem wrongType(String field) {
        return new Problem(
                Problem.Kind.INVALID,
                "invalid_field",
                "Not valid: " + field,
                Map.of("fields", Map.of(field, "has the wrong type or form")));
    }

    private static String orDefault(@Nullable String sessionId) {
        return sessionId == null || sessionId.isBlank() ? DefaultSession.ID : sessionId;
    }

    /** The same message counts once, whatever else its body says when it comes again. */
    private static IdempotencyKey key(long ownerId, String identity) {
        String hash = sha256(identity);
        return new IdempotencyKey(ownerId, ROUTE, "chatwoot:" + hash, hash);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
