package io.staffetta.server.web.doors.stored;

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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The documented sending through a stored session. */
@Tag(name = "Door 4: stored sessions")
@RestController
@Door
class StoredSendRoute {

    private final DoorMessages messages;
    private final DoorTexts texts;

    StoredSendRoute(DoorMessages messages, DoorTexts texts) {
        this.messages = messages;
        this.texts = texts;
    }

    /** What callers send. */
    record Draft(@Nullable String phone, @Nullable String message) {

        @Override
        public String toString() {
            return "Draft[]";
        }
    }

    /** What they are answered; the document leaves it open. */
    record Answer(boolean success, String message, String sessionId, String to, long messageId, boolean queued) {}

    @Operation(
            summary = "Queues a message from a stored session",
            description = "The answer means that it is on disk, not that it is sent.")
    @PostMapping("/whatsapp-web/send/{id}")
    @Needs(Scope.SEND)
    Answer send(
            Caller caller,
            @Nullable IdempotencyKey key,
            @PathVariable String id,
            @RequestBody Draft draft,
            HttpServletRequest request) {
        String to = DoorMessages.required("phone", draft.phone());
        String text = DoorMessages.required("message", draft.message());
        Addressed addressed = messages.address(caller, id, to);
        Taken taken = messages.take(addressed.sender(), addressed.to(), text, key);
        String done = texts.say(request, "door_message_sent", Map.of());
        return new Answer(true, done, taken.sessionId(), taken.to(), taken.id(), true);
    }
}
