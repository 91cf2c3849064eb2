package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.queue.FailedMessages;
import io.staffetta.server.queue.Interventions;
import io.staffetta.server.queue.MessageFilter;
import io.staffetta.server.queue.MessageFilters;
import io.staffetta.server.queue.Messages;
import io.staffetta.server.queue.Resolution;
import io.staffetta.server.web.DryRun;
import io.staffetta.server.web.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a person may do about messages. Every deed is audited. */
@Tag(name = "Messages")
@Needs(Scope.SEND)
@RestController
class InterventionRoutes {

    private final Interventions interventions;
    private final FailedMessages failed;
    private final Messages messages;
    private final MessageFilters filters;
    private final MessageViews views;

    InterventionRoutes(
            Interventions interventions,
            FailedMessages failed,
            Messages messages,
            MessageFilters filters,
            MessageViews views) {
        this.interventions = interventions;
        this.failed = failed;
        this.messages = messages;
        this.filters = filters;
        this.views = views;
    }

    /** What a person says became of a message in doubt. */
    enum Outcome {
        sent,
        failed,
        send_again
    }

    record Verdict(@NotNull Outcome outcome, @Nullable Boolean acceptDuplicate) {}

    record Which(
            @Nullable String campaignId,
            @Nullable String sessionId,

            @Nullable @Schema(description = "Only what failed for this reason")
            String reason) {}

    @Operation(summary = "Puts a failed message back into the queue")
    @PostMapping("/api/v1/messages/{id}/retry")
    @Idempotent
    MessageViews.Told retry(Caller caller, @PathVariable long id) {
        interventions.retry(caller, id);
        return told(caller, id);
    }

    @Operation(summary = "Puts what failed back into the queue; of a campaign, a session, or everything")
    @PostMapping("/api/v1/messages/retry-failed")
    @Idempotent
    FailedMessages.Retried retryFailed(
            Caller caller,
            @Parameter(description = "true only says what would be retried and what not")
                    @RequestParam(required = false)
                    @Nullable
                    String dryRun,
            @RequestBody Which which) {
        MessageFilter filter = filters.read(caller.ownerId(), which.campaignId(), which.sessionId(), null);
        return DryRun.asked(dryRun)
                ? failed.foresee(caller, filter, which.reason())
                : failed.retry(caller, filter, which.reason());
    }

    @Operation(summary = "Sends a message ahead of all others, past limits, pacing and hours")
    @PostMapping("/api/v1/messages/{id}/force-send")
    @Idempotent
    MessageViews.Told forceSend(Caller caller, @PathVariable long id) {
        interventions.forceSend(caller, id);
        return told(caller, id);
    }

    @Operation(summary = "Says what became of a message of which nobody knows whether it left")
    @PostMapping("/api/v1/messages/{id}/resolve")
    @Idempotent
    MessageViews.Told resolve(Caller caller, @PathVariable long id, @Valid @RequestBody Verdict verdict) {
        Resolution resolution = switch (verdict.outcome()) {
            case sent -> Resolution.SENT;
            case failed -> Resolution.FAILED;
            case send_again -> Resolution.SEND_AGAIN;
        };
        interventions.resolve(caller, id, resolution, Boolean.TRUE.equals(verdict.acceptDuplicate()));
        return told(caller, id);
    }

    private MessageViews.Told told(Caller caller, long id) {
        return views.tell(caller.ownerId(), messages.get(caller.ownerId(), id));
    }
}
