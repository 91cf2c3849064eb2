package io.staffetta.server.webhook;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The addresses that users want to be told at. One of another user is answered as one that does not exist. */
@Component
public class Endpoints {

    /** For how long a secret that was replaced signs beside the new one at most. */
    public static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final EndpointRows rows;
    private final EndpointSecrets secrets;
    private final EndpointRules rules;
    private final FanOut fanOut;
    private final DeliveryLoop loop;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;

    Endpoints(
            EndpointRows rows,
            EndpointSecrets secrets,
            EndpointRules rules,
            FanOut fanOut,
            DeliveryLoop loop,
            TransactionTemplate transaction,
            Audit audit,
            Clock clock) {
        this.rows = rows;
        this.secrets = secrets;
        this.rules = rules;
        this.fanOut = fanOut;
        this.loop = loop;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An endpoint with a secret of its own, which nobody is shown again.
     *
     * @param secret {@code whsec_} and base64
     */
    public record WithSecret(Endpoint endpoint, String secret) {

        @Override
        public String toString() {
            return "WithSecret[" + endpoint + "]";
        }
    }

    /**
     * The user's endpoint.
     *
     * @throws Problem {@code webhook_not_found}
     */
    public Endpoint require(long ownerId, long id) {
        return rows.find(ownerId, id)
                .orElseThrow(() -> new Problem(Kind.NOT_FOUND, "webhook_not_found", "Webhook not found"));
    }

    /** A part of the user's endpoints, oldest first. */
    public List<Endpoint> list(long ownerId, OptionalLong after, int most) {
        return rows.list(ownerId, after.orElse(0), most);
    }

    /** When the secrets of an endpoint were made and until when they sign, the newest first. */
    public List<SecretLife> secrets(Endpoint endpoint) {
        return secrets.lives(endpoint);
    }

    /**
     * Adds an endpoint; it is told of what happens from now on.
     *
     * @throws Problem {@code invalid_webhook_url}, {@code unknown_event_type}, {@code session_not_found},
     *     {@code campaign_not_found}, {@code too_many_webhooks}
     */
    public WithSecret create(Caller caller, EndpointChange wanted) {
        rules.checkNew(wanted);
        long owner = caller.ownerId();
        checkFilter(owner, wanted);
        return Objects.requireNonNull(transaction.execute(status -> {
            rules.checkCount(rows.countHolding(owner));
            fanOut.beginUnlessGoingOn();
            Instant now = clock.instant();
            long id = rows.insert(owner, wanted, now);
            String secret = secrets.first(owner, id, now).shown();
            audit.record(caller, "webhook.create", subject(id), wanted.facts());
            return new WithSecret(require(owner, id), secret);
        }));
    }

    /**
     * Changes what is not null. One that is enabled again goes on with what was held for it.
     *
     * @throws Problem {@code webhook_not_found}, and as {@link #create}
     */
    public Endpoint change(Caller caller, long id, EndpointChange wanted) {
        rules.check(wanted);
        checkFilter(caller.ownerId(), wanted);
        transaction.executeWithoutResult(status -> {
            Endpoint endpoint = require(caller.ownerId(), id);
            Instant now = clock.instant();
            rows.change(endpoint, wanted, now);
            if (Boolean.FALSE.equals(wanted.enabled())) {
                rows.disable(endpoint, now);
            } else if (wanted.enabled() != null) {
                fanOut.beginUnlessGoingOn();
                rows.enable(endpoint, now);
            }
            audit.record(caller, "webhook.change", subject(id), wanted.facts());
        });
        loop.wake(id);
        return require(caller.ownerId(), id);
    }

    /**
     * Takes an endpoint away, and all that waits for it.
     *
     * @throws Problem {@code webhook_not_found}
     */
    public void delete(Caller caller, long id) {
        transaction.executeWithoutResult(status -> {
            rows.delete(require(caller.ownerId(), id), clock.instant());
            audit.record(caller, "webhook.delete", subject(id), Map.of());
        });
    }

    /**
     * Gives an endpoint another secret.
     *
     * @param overlap for how long the one before signs as well; zero takes it away at once
     * @throws Problem {@code webhook_not_found}, {@code invalid_overlap}
     */
    public WithSecret rotate(Caller caller, long id, Duration overlap) {
        rules.checkOverlap(overlap);
        return Objects.requireNonNull(transaction.execute(status -> {
            Endpoint endpoint = require(caller.ownerId(), id);
            String secret = secrets.rotate(endpoint, overlap, clock.instant()).shown();
            audit.record(caller, "webhook.rotate_secret", subject(id), Map.of("overlap", overlap.toString()));
            return new WithSecret(require(caller.ownerId(), id), secret);
        }));
    }

    private void checkFilter(long ownerId, EndpointChange wanted) {
        String session = wanted.sessionId();
        if (session != null && !session.isEmpty() && !rows.knowsSession(ownerId, session)) {
            throw new Problem(Kind.NOT_FOUND, "session_not_found", "Session not found");
        }
        String campaign = wanted.campaignId();
        if (campaign != null && !campaign.isEmpty() && !rows.knowsCampaign(ownerId, campaign)) {
            throw new Problem(Kind.NOT_FOUND, "campaign_not_found", "Campaign not found");
        }
    }

    static String subject(long id) {
        return "webhook:" + id;
    }
}
