package io.staffetta.server.webhook;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends an endpoint an example, at once and once, whether it is enabled or not; no delivery stays of it. */
@Component
public class TrialDelivery {

    private final Endpoints endpoints;
    private final EndpointSecrets secrets;
    private final Post post;
    private final JsonMapper json;
    private final Audit audit;
    private final Clock clock;

    TrialDelivery(Endpoints endpoints, EndpointSecrets secrets, Post post, JsonMapper json, Audit audit, Clock clock) {
        this.endpoints = endpoints;
        this.secrets = secrets;
        this.post = post;
        this.json = json;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sends an example of this type and says what came of it.
     *
     * @throws Problem {@code webhook_not_found}, {@code unknown_event_type}
     */
    public Attempted send(Caller caller, long endpointId, String type) {
        Endpoint endpoint = endpoints.require(caller.ownerId(), endpointId);
        if (!type.equals(EventTypes.TEST) && !EventTypes.all().contains(type)) {
            throw new Problem(
                    Kind.INVALID, "unknown_event_type", "There is no such type of event", Map.of("type", type));
        }
        Payload sample = Payload.sample(json, type, clock.instant());
        Payload payload = new Payload("test-" + UUID.randomUUID(), type, sample.timestamp(), sample.data());
        audit.record(caller, "webhook.test", Endpoints.subject(endpointId), Map.of("type", type));
        try {
            return post.post(
                    endpoint.url(),
                    payload.id(),
                    payload.bytes(json),
                    secrets.signing(endpoint.ownerId(), endpoint.id(), endpoint.secretsVersion()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem(Kind.UNAVAILABLE, "busy", "The product is being stopped");
        }
    }
}
