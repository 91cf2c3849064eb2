package io.staffetta.server.web.v1;

import io.staffetta.core.message.MessageState;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.TemplateMapping;
import io.staffetta.server.campaign.WrittenMessage;
import io.staffetta.server.media.MediaFiles;
import io.staffetta.server.pool.PoolSenders;
import io.staffetta.server.queue.Accepted;
import io.staffetta.server.queue.DirectMessage;
import io.staffetta.server.queue.DirectMessages;
import io.staffetta.server.queue.MessageFilter;
import io.staffetta.server.queue.MessageFilters;
import io.staffetta.server.queue.MessageKind;
import io.staffetta.server.queue.Messages;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Messages: sending one, and looking at all. */
@Tag(name = "Messages")
@RestController
class MessageRoutes {

    private final DirectMessages direct;
    private final PoolSenders senders;
    private final Messages messages;
    private final MessageFilters filters;
    private final MessageViews views;
    private final MediaFiles files;

    MessageRoutes(
            DirectMessages direct,
            PoolSenders senders,
            Messages messages,
            MessageFilters filters,
            MessageViews views,
            MediaFiles files) {
        this.direct = direct;
        this.senders = senders;
        this.messages = messages;
        this.filters = filters;
        this.views = views;
        this.files = files;
    }

    /** What to do when nobody knows whether a message left. */
    @SuppressWarnings("unused")
    enum OnUncertain {
        /** Send it again: it may arrive twice. */
        resend,
        /** Wait for evidence or for a person. */
        hold
    }

    /** What a message is for. */
    enum Kind {
        marketing,
        transactional
    }

    /** Which end of a list comes first. */
    enum Order {
        oldest,
        newest
    }

    record Draft(
            @NotBlank String sessionId,
            @NotBlank String to,

            @Nullable
            @Schema(description = "The text; beneath media its caption; with a template what is shown of it here")
            String text,

            @Nullable TemplateMapping template,

            @Nullable
            @Schema(description = "What stands in the places of the template", example = "{\"name\":\"Anna\"}")
            Map<String, @NotNull String> variables,

            TemplateMapping.@Nullable Picture media,
            @Nullable Kind kind,
            @Nullable OnUncertain onUncertain,
            @Nullable Duration ttl,
            @Nullable Instant sendAt) {

        DirectMessage of(long ownerId, PoolSenders.Way way) {
            WrittenMessage written = WrittenMessage.of(text, template, media, variables == null ? Map.of() : variables);
            return new DirectMessage(
                    ownerId,
                    way.sessionId(),
                    way.to(),
                    written.text(),
                    kind == Kind.marketing ? MessageKind.MARKETING : MessageKind.TRANSACTIONAL,
                    onUncertain == OnUncertain.resend,
                    ttl,
                    sendAt,
                    written.content());
        }

        @Override
        public String toString() {
            return "Draft[" + sessionId + "]";
        }
    }

    record Taken(long id, String status) {}

    @Operation(summary = "Queues a message; the answer means that it is on disk")
    @PostMapping("/api/v1/messages")
    @Needs(Scope.SEND)
    @ResponseStatus(HttpStatus.ACCEPTED)
    Taken send(
            Caller caller,
            @Nullable IdempotencyKey key,
            @Valid @RequestBody Draft draft,
            HttpServletResponse response) {
        PoolSenders.Way way = senders.way(caller.ownerId(), draft.sessionId(), draft.to());
        DirectMessage message = draft.of(caller.ownerId(), way);
        files.check(caller.ownerId(), message.content().media());
        Accepted accepted = direct.enqueue(message, key);
        if (accepted.repeated()) {
            response.setHeader("Idempotency-Replayed", "true");
        }
        return new Taken(accepted.id(), MessageState.QUEUED.code());
    }

    @Operation(summary = "Messages, without their texts")
    @GetMapping("/api/v1/messages")
    Page<MessageViews.Listed> list(
            Caller caller,
            Paging paging,
            @RequestParam @Nullable String campaignId,
            @RequestParam @Nullable String sessionId,
            @Parameter(description = "A state, or several with commas between them") @RequestParam @Nullable
                    String status,
            @RequestParam(defaultValue = "oldest") Order order) {
        MessageFilter filter = filters.read(caller.ownerId(), campaignId, sessionId, status);
        return paging.page(
                views.list(
                        caller.ownerId(),
                        messages.list(caller.ownerId(), filter, paging.after(), paging.rows(), order == Order.newest)),
                MessageViews.Listed::id);
    }

    @Operation(summary = "One message with its text and its timeline")
    @GetMapping("/api/v1/messages/{id}")
    MessageViews.Told get(Caller caller, @PathVariable long id) {
        return views.tell(caller.ownerId(), messages.get(caller.ownerId(), id));
    }
}
