package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.queue.FailedMessages;
import io.staffetta.server.queue.Interventions;
import io.staffetta.server.queue.MessageFilter;
import io.staffetta.server.queue.MessageFilters;
import io.staffetta.server.queue.Messages;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.doors.DoorTexts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** The queue: a list to look at, and what a person may do about its messages. */
@Tag(name = "Door 2: queue")
@RestController
@Door(language = "it")
class QueueAdminRoutes {

    private final QueueRows rows;
    private final Messages messages;
    private final MessageFilters filters;
    private final Interventions interventions;
    private final FailedMessages failed;
    private final DoorTexts texts;

    QueueAdminRoutes(
            QueueRows rows,
            Messages messages,
            MessageFilters filters,
            Interventions interventions,
            FailedMessages failed,
            DoorTexts texts) {
        this.rows = rows;
        this.messages = messages;
        this.filters = filters;
        this.interventions = interventions;
        this.failed = failed;
        this.texts = texts;
    }

    /** Whose failed messages; everybody's without a session. */
    record Which(@Nullable String session) {}

    /**
     * What came of trying the failed ones again.
     *
     * @param left failed still: opted out, or where they waited is closed
     * @param more whether there are more than one call takes
     */
    record Retried(
            boolean success,
            String message,
            @JsonProperty("retried_count") int retriedCount,
            int left,
            boolean more) {}

    @Operation(
            summary = "The newest messages, the newest first, page by page",
            description = "page_size is 1 to 1,000. The newest 10,000 can be reached this way.")
    @GetMapping({Paths.QUEUE, Paths.QUEUE + "/"})
    Listing<QueueRow> list(
            Caller caller,
            @RequestParam @Nullable String status,
            @RequestParam @Nullable String session,
            @RequestParam(name = "session_type") @Nullable String sessionType,
            @RequestParam @Nullable String page,
            @RequestParam(name = "page_size") @Nullable String pageSize,
            HttpServletRequest request) {
        PageNumber wanted = PageNumber.of(page, pageSize);
        MessageFilter filter = filter(caller, session == null ? sessionType : session);
        List<Long> all = messages.newest(
                caller.ownerId(),
                status == null || status.isBlank() ? filter : filter.in(MessageWords.read(status)),
                PageNumber.FARTHEST);
        UriComponentsBuilder here =
                UriComponentsBuilder.fromPath(request.getRequestURI()).query(request.getQueryString());
        return new Listing<>(
                all.size(),
                wanted.next(all.size(), here),
                wanted.previous(here),
                rows.of(caller.ownerId(), wanted.of(all)));
    }

    @Operation(summary = "One message of the queue")
    @GetMapping({Paths.QUEUE + "/{id}", Paths.QUEUE + "/{id}/"})
    QueueRow one(Caller caller, @PathVariable long id) {
        return rows.of(caller.ownerId(), id);
    }

    @Operation(
            summary = "Sends a message ahead of all others, past limits and pacing",
            description =
                    "It is counted and audited. What was sent, or answered with a code to stop, is never sent again.")
    @PostMapping({Paths.QUEUE + "/{id}/force-send", Paths.QUEUE + "/{id}/force-send/"})
    @Needs(Scope.SEND)
    QueueReply forceSend(Caller caller, @PathVariable long id, HttpServletRequest request) {
        return MessageWords.inWordsOfTheDoor(() -> {
            interventions.forceSend(caller, id);
            return done(caller, id, request, "message_forced");
        });
    }

    @Operation(summary = "Puts a failed message back into the queue")
    @PostMapping({Paths.QUEUE + "/{id}/retry", Paths.QUEUE + "/{id}/retry/"})
    @Needs(Scope.SEND)
    QueueReply retry(Caller caller, @PathVariable long id, HttpServletRequest request) {
        return MessageWords.inWordsOfTheDoor(() -> {
            interventions.retry(caller, id);
            return done(caller, id, request, "message_retried");
        });
    }

    @Operation(
            summary = "Puts what failed back into the queue, of one session or of all",
            description = "What a repeat cannot help stays as it is, and is counted in left.")
    @PostMapping({Paths.QUEUE + "/retry-failed", Paths.QUEUE + "/retry-failed/"})
    @Needs(Scope.SEND)
    Retried retryFailed(
            Caller caller, @RequestBody(required = false) @Nullable Which which, HttpServletRequest request) {
        FailedMessages.Retried done =
                failed.retry(caller, filter(caller, which == null ? null : which.session()), null);
        return new Retried(
                true,
                texts.say(request, "messages_retried", Map.of("count", done.retried())),
                done.retried(),
                done.left(),
                done.more());
    }

    private QueueReply done(Caller caller, long id, HttpServletRequest request, String what) {
        return new QueueReply(true, texts.say(request, what, Map.of()), rows.of(caller.ownerId(), id));
    }

    private MessageFilter filter(Caller caller, @Nullable String session) {
        return filters.read(caller.ownerId(), null, session == null || session.isBlank() ? null : session, null);
    }
}
