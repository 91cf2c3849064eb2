package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorMessages;
import io.staffetta.server.web.doors.DoorTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Puts messages into the queue of a session. The answer means that the message is on disk. */
@Tag(name = "Door 2: sessions")
@RestController
@Door(language = "it")
@Needs(Scope.SEND)
class SendAdminRoutes {

    private final DoorMessages messages;
    private final Sessions sessions;
    private final DoorTexts texts;
    private final Clock clock;

    SendAdminRoutes(DoorMessages messages, Sessions sessions, DoorTexts texts, Clock clock) {
        this.messages = messages;
        this.sessions = sessions;
        this.texts = texts;
        this.clock = clock;
    }

    /** To whom, and what; a test needs neither. */
    record Draft(
            @JsonAlias({"phoneNumber", "chatId", "to"}) @Nullable
            String phone,

            @JsonAlias({"text"}) @Nullable String message) {

        @Override
        public String toString() {
            return "Draft[]";
        }
    }

    /**
     * What was put where.
     *
     * @param recipient digits
     * @param queueId the message's id in the queue
     * @param messageId the same as {@code queueId}
     * @param timestamp real time
     */
    record Queued(
            boolean success,
            String message,
            String session,
            String status,
            boolean queued,
            String recipient,
            String chatId,
            @JsonProperty("queue_id") long queueId,
            long messageId,
            Instant timestamp) {

        @Override
        public String toString() {
            return "Queued[" + queueId + "]";
        }
    }

    @Operation(
            summary = "Queues a message from a session",
            description = "The answer means that it is on disk, not that it is sent.")
    @PostMapping({Paths.BARE + "/send", Paths.SERVED + "/send"})
    Queued send(
            Caller caller,
            @PathVariable String session,
            @Nullable IdempotencyKey key,
            @RequestBody Draft draft,
            HttpServletRequest request) {
        Session sender = sessions.require(caller.ownerId(), session);
        String phone = DoorMessages.required("phone", draft.phone());
        String text = DoorMessages.required("message", draft.message());
        return queue(sender, phone, text, key, texts.say(request, "message_enqueued", Map.of()));
    }

    @Operation(
            summary = "Queues a test message",
            description = "Without a body, a sentence of ours to the session's own number.")
    @PostMapping({Paths.ADMIN + "/test", Paths.ADMIN + "/test/"})
    Queued test(
            Caller caller,
            @PathVariable String session,
            @Nullable IdempotencyKey key,
            @RequestBody(required = false) @Nullable Draft draft,
            HttpServletRequest request) {
        Session sender = sessions.require(caller.ownerId(), session);
        String phone = draft == null || draft.phone() == null ? ownNumber(sender) : draft.phone();
        String text = draft == null || draft.message() == null
                ? texts.say(request, "test_message", Map.of("session", sender.name()))
                : draft.message();
        return queue(sender, phone, text, key, texts.say(request, "test_message_enqueued", Map.of()));
    }

    private Queued queue(Session sender, String to, String text, @Nullable IdempotencyKey key, String sentence) {
        DoorMessages.Taken taken = messages.take(sender, to, text, key);
        return new Queued(
                true,
                sentence,
                sender.id(),
                "queued",
                true,
                taken.to(),
                taken.to() + "@c.us",
                taken.id(),
                taken.id(),
                clock.instant());
    }

    private static String ownNumber(Session session) {
        return Optional.ofNullable(session.preferences().ownNumber())
                .or(() -> Optional.ofNullable(session.account().phone()))
                .map(number -> "+" + number)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.CONFLICT,
                        "own_number_missing",
                        "The session has no number of its own to send a test to.",
                        Map.of("session", session.id())));
    }
}
