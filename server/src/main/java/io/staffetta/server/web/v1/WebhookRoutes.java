package io.staffetta.server.web.v1;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.staffetta.server.access.Caller;
import io.staffetta.server.webhook.Endpoint;
import io.staffetta.server.webhook.EndpointChange;
import io.staffetta.server.webhook.EndpointHealth;
import io.staffetta.server.webhook.EndpointHealth.Counts;
import io.staffetta.server.webhook.EndpointHealth.Hour;
import io.staffetta.server.webhook.Endpoints;
import io.staffetta.server.webhook.EventTypes;
import io.staffetta.server.webhook.Payload;
import io.staffetta.server.webhook.SecretLife;
import io.staffetta.server.webhook.TrialDelivery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks: addresses that are told what happens, signed as Standard Webhooks says. */
@Tag(name = "Webhooks")
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhookRoutes {

    private static final int USUAL_OVERLAP_HOURS = 24;

    private final Endpoints endpoints;
    private final EndpointHealth health;
    private final TrialDelivery trial;
    private final JsonMapper json;
    private final Clock clock;

    WebhookRoutes(Endpoints endpoints, EndpointHealth health, TrialDelivery trial, JsonMapper json, Clock clock) {
        this.endpoints = endpoints;
        this.health = health;
        this.trial = trial;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A webhook.
     *
     * @param disabledReason why nothing is sent: {@code by_user}, {@code gone}, {@code failing},
     *     {@code secret_unreadable}, {@code restored}
     * @param failingSince since when nothing but failures came back
     * @param hours the hours of the last day in which anything was tried
     * @param counts how many deliveries are in which state; of each no more than 1,000 are counted
     */
    record WebhookJson(
            long id,
            String url,
            String description,
            List<String> events,
            @Nullable String sessionId,
            @Nullable String campaignId,
            boolean enabled,
            @Nullable String disabledReason,
            @Nullable Instant disabledAt,
            @Nullable Instant failingSince,
            List<SecretLife> secrets,
            List<Hour> hours,
            Counts counts,
            Instant createdAt,
            Instant updatedAt) {}

    /** The only answer that holds a secret. */
    record WithSecret(String secret, @JsonUnwrapped WebhookJson webhook) {

        @Override
        public String toString() {
            return "WithSecret[" + webhook + "]";
        }
    }

    /** @param events types, all of a kind such as {@code message.*}, or {@code *} */
    record Creation(
            @NotNull String url,
            @NotNull List<@NotNull String> events,
            @Nullable String description,
            @Nullable String sessionId,
            @Nullable String campaignId,
            @Nullable Boolean enabled) {}

    /** What is left out stays; an empty session or campaign stands for all. */
    record Change(
            @Nullable String url,
            @Nullable List<@NotNull String> events,
            @Nullable String description,
            @Nullable String sessionId,
            @Nullable String campaignId,
            @Nullable Boolean enabled) {}

    /** @param overlapHours for how long the secret before signs as well; 24 if left out */
    record Rotation(@Nullable Integer overlapHours) {}

    /** @param type whose example is sent; {@code webhook.test} if left out */
    record Trial(@Nullable String type) {}

    /** A type of event, and what is sent of one. */
    record TypeJson(String type, Payload sample) {}

    @Operation(summary = "The user's webhooks")
    @GetMapping
    Page<WebhookJson> list(Caller caller, Paging paging) {
        Page<Endpoint> page =
                paging.page(endpoints.list(caller.ownerId(), paging.after(), paging.rows()), Endpoint::id);
        return new Page<>(page.items().stream().map(this::show).toList(), page.next());
    }

    @Operation(summary = "All types of events, each with an example of what is sent")
    @GetMapping("/event-types")
    Page<TypeJson> types() {
        Instant now = clock.instant();
        return new Page<>(
                EventTypes.all().stream()
                        .map(type -> new TypeJson(type, Payload.sample(json, type, now)))
                        .toList(),
                null);
    }

    @Operation(summary = "Adds a webhook; the answer holds the secret to verify signatures with, once")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    WithSecret create(Caller caller, @Valid @RequestBody Creation wanted) {
        Endpoints.WithSecret made = endpoints.create(
                caller,
                new EndpointChange(
                        wanted.url(),
                        wanted.description(),
                        wanted.events(),
                        wanted.sessionId(),
                        wanted.campaignId(),
                        wanted.enabled()));
        return new WithSecret(made.secret(), show(made.endpoint()));
    }

    @Operation(summary = "One webhook, how it went in the last day, and what waits for it")
    @GetMapping("/{id}")
    WebhookJson get(Caller caller, @PathVariable long id) {
        return show(endpoints.require(caller.ownerId(), id));
    }

    @Operation(summary = "Changes a webhook; one that is enabled again goes on with what was held for it")
    @PatchMapping("/{id}")
    WebhookJson change(Caller caller, @PathVariable long id, @Valid @RequestBody Change change) {
        return show(endpoints.change(
                caller,
                id,
                new EndpointChange(
                        change.url(),
                        change.description(),
                        change.events(),
                        change.sessionId(),
                        change.campaignId(),
                        change.enabled())));
    }

    @Operation(summary = "Takes a webhook away, and all that waits for it")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable long id) {
        endpoints.delete(caller, id);
    }

    @Operation(summary = "Gives it another secret; the one before signs beside it for some hours")
    @PostMapping("/{id}/rotate-secret")
    WithSecret rotate(Caller caller, @PathVariable long id, @Valid @RequestBody Rotation rotation) {
        Integer hours = rotation.overlapHours();
        Endpoints.WithSecret made =
                endpoints.rotate(caller, id, Duration.ofHours(hours == null ? USUAL_OVERLAP_HOURS : hours));
        return new WithSecret(made.secret(), show(made.endpoint()));
    }

    @Operation(summary = "Sends it an example, once and at once, and answers with what came of it")
    @PostMapping("/{id}/test")
    WebhookDeliveryRoutes.AttemptJson test(Caller caller, @PathVariable long id, @Valid @RequestBody Trial wanted) {
        String type = wanted.type();
        return WebhookDeliveryRoutes.AttemptJson.of(trial.send(caller, id, type == null ? EventTypes.TEST : type));
    }

    private WebhookJson show(Endpoint endpoint) {
        return new WebhookJson(
                endpoint.id(),
                endpoint.url(),
                endpoint.description(),
                endpoint.events(),
                endpoint.sessionId(),
                endpoint.campaignId(),
                endpoint.enabled(),
                endpoint.disabledReason(),
                endpoint.disabledAt(),
                endpoint.failingSince(),
                endpoints.secrets(endpoint),
                health.hours(endpoint),
                health.counts(endpoint),
                endpoint.createdAt(),
                endpoint.updatedAt());
    }
}
