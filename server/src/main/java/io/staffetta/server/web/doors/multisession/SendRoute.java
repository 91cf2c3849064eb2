package io.staffetta.server.web.doors.multisession;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorMessages;
import io.staffetta.server.web.doors.DoorMessages.Addressed;
import io.staffetta.server.web.doors.DoorMessages.Taken;
import io.staffetta.server.web.doors.DoorTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The documented sending through one session. */
@Tag(name = "Door 3: sessions")
@RestController
@Door(error = true)
class SendRoute {

    private static final int LONGEST_WAIT = 30;

    private final DoorMessages messages;
    private final AwaitedMessages awaited;
    private final DoorTexts texts;

    SendRoute(DoorMessages messages, AwaitedMessages awaited, DoorTexts texts) {
        this.messages = messages;
        this.awaited = awaited;
        this.texts = texts;
    }

    /** What callers send. */
    record Draft(@Nullable String phoneNumber, @Nullable String message) {

        @Override
        public String toString() {
            return "Draft[]";
        }
    }

    /** What they are answered; the last two are ours. */
    record Answer(boolean success, String message, String sessionId, String to, long messageId, boolean queued) {}

    @Operation(summary = "Queues a message; with wait, answers when it is sent, at the latest after so many seconds")
    @PostMapping("/sessions/{id}/send")
    @Needs(Scope.SEND)
    Answer send(
            Caller caller,
            @Nullable IdempotencyKey key,
            @PathVariable String id,
            @RequestBody Draft draft,
            @RequestParam(name = "wait", defaultValue = "0") int seconds,
            @RequestParam(defaultValue = "false") boolean requireReady,
            HttpServletRequest request) {
        Duration patience = patience(seconds);
        String to = DoorMessages.required("phoneNumber", draft.phoneNumber());
        String text = DoorMessages.required("message", draft.message());
        Addressed addressed = messages.address(caller, id, to);
        if (requireReady) {
            DoorMessages.requireReady(addressed.sender());
        }
        Taken taken = messages.take(addressed.sender(), addressed.to(), text, key);
        boolean sent = !patience.isZero() && awaited.sent(caller.ownerId(), taken.id(), patience);
        String done = texts.say(request, "door_message_sent", Map.of());
        return new Answer(true, done, taken.sessionId(), taken.to(), taken.id(), !sent);
    }

    private static Duration patience(int seconds) {
        if (seconds < 0 || seconds > LONGEST_WAIT) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_wait",
                    "wait is a number of seconds from 0 to " + LONGEST_WAIT,
                    Map.of("most", LONGEST_WAIT));
        }
        return Duration.ofSeconds(seconds);
    }
}
