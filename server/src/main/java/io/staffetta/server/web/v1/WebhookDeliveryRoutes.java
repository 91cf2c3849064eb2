package io.staffetta.server.web.v1;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.staffetta.server.access.Caller;
import io.staffetta.server.web.Idempotent;
import io.staffetta.server.webhook.Attempted;
import io.staffetta.server.webhook.Deliveries;
import io.staffetta.server.webhook.Deliveries.Detail;
import io.staffetta.server.webhook.Deliveries.Replayed;
import io.staffetta.server.webhook.Deliveries.Which;
import io.staffetta.server.webhook.Endpoint;
import io.staffetta.server.webhook.Endpoints;
import io.staffetta.server.webhook.LoggedDelivery;
import io.staffetta.server.webhook.Payload;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a webhook was told, and telling it again. */
@Tag(name = "Webhooks")
@RestController
@RequestMapping("/api/v1/webhooks/{id}")
class WebhookDeliveryRoutes {

    private final Endpoints endpoints;
    private final Deliveries deliveries;

    WebhookDeliveryRoutes(Endpoints endpoints, Deliveries deliveries) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
    }

    /** Which end comes first. */
    @SuppressWarnings("unused")
    enum Order {
        oldest,
        newest
    }

    /** Which deliveries of a range are meant. */
    enum RangeState {
        failed,
        delivered,
        missed;

        Which which() {
            return switch (this) {
                case failed -> Which.FAILED;
                case delivered -> Which.DELIVERED;
                case missed -> Which.MISSED;
            };
        }
    }

    /**
     * One attempt.
     *
     * @param status of the answer; null if there was none
     * @param reason why it failed, such as {@code timeout}; null if it did not
     * @param answer the beginning of the answer's body
     */
    record AttemptJson(
            Instant at,
            long tookMs,
            @Nullable Integer status,
            @Nullable String reason,
            String answer) {

        static AttemptJson of(Attempted attempted) {
            return new AttemptJson(
                    attempted.at(),
                    attempted.took().toMillis(),
                    attempted.status(),
                    attempted.reason(),
                    attempted.answer());
        }
    }

    /** @param payload what is sent now; people who were erased since are not in it */
    record DetailJson(@JsonUnwrapped LoggedDelivery delivery, Payload payload, List<AttemptJson> attemptLog) {}

    /**
     * Which ones to send again.
     *
     * @param to not included
     * @param state {@code failed} if left out; {@code missed} are events that were never sent to it
     */
    record Range(
            @NotNull Instant from,
            @NotNull Instant to,
            @Nullable RangeState state) {}

    @Operation(summary = "What it was told and is to be told, by state if asked: pending, delivered or failed")
    @GetMapping("/deliveries")
    Page<LoggedDelivery> list(
            Caller caller,
            Paging paging,
            @PathVariable long id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(defaultValue = "oldest") Order order) {
        Endpoint endpoint = endpoints.require(caller.ownerId(), id);
        return paging.page(
                deliveries.list(endpoint, state, paging.after(), order == Order.newest, paging.rows()),
                LoggedDelivery::id);
    }

    @Operation(summary = "One delivery with its payload and its attempts")
    @GetMapping("/deliveries/{delivery}")
    DetailJson get(Caller caller, @PathVariable long id, @PathVariable long delivery) {
        return show(caller, id, delivery);
    }

    @Operation(summary = "Sends one again under the same webhook-id, or at once what waits for its next attempt")
    @PostMapping("/deliveries/{delivery}/replay")
    @Idempotent
    @ResponseStatus(HttpStatus.ACCEPTED)
    DetailJson replay(Caller caller, @PathVariable long id, @PathVariable long delivery) {
        deliveries.replay(caller, id, delivery);
        return show(caller, id, delivery);
    }

    @Operation(summary = "Sends those of a range again, 10,000 a call: failed ones, delivered ones, or what it missed")
    @PostMapping("/replay")
    @Idempotent
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replay(Caller caller, @PathVariable long id, @Valid @RequestBody Range range) {
        RangeState state = range.state() == null ? RangeState.failed : range.state();
        return deliveries.replay(caller, id, range.from(), range.to(), state.which());
    }

    private DetailJson show(Caller caller, long id, long delivery) {
        Detail detail = deliveries.require(endpoints.require(caller.ownerId(), id), delivery);
        return new DetailJson(
                detail.delivery(),
                detail.payload(),
                detail.attempts().stream().map(AttemptJson::of).toList());
    }
}
