package io.staffetta.server.webhook;

import io.staffetta.server.storage.GroupCommit;
import io.staffetta.server.webhook.AttemptRows.Settled;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Carries one delivery: attempts it, and has written down what came of it and what follows. */
@Component
class Courier implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Courier.class);

    private final Post post;
    private final EndpointSecrets secrets;
    private final Disabling disabling;
    private final RetrySchedule schedule;
    private final HookSettings settings;
    private final HookMetrics metrics;
    private final JsonMapper json;
    private final Clock clock;
    private final GroupCommit<Settled, Boolean> writer;

    Courier(
            Post post,
            EndpointSecrets secrets,
            Disabling disabling,
            RetrySchedule schedule,
            HookSettings settings,
            HookMetrics metrics,
            JsonMapper json,
            Clock clock,
            DataSource dataSource,
            GroupCommit.Watch watch) {
        this.post = post;
        this.secrets = secrets;
        this.disabling = disabling;
        this.schedule = schedule;
        this.settings = settings;
        this.metrics = metrics;
        this.json = json;
        this.clock = clock;
        // Written twice, an attempt stands in the log twice; what follows from it does not change.
        this.writer = new GroupCommit<>(
                "webhook-attempts",
                dataSource,
                GroupCommit.Settings.standard().withLostCommit(GroupCommit.LostCommit.REPEAT),
                AttemptRows::write,
                watch);
    }

    /** Attempts it; true if the other side has heard it. What came of it is on disk when this returns. */
    boolean carry(DueDelivery delivery) throws InterruptedException {
        byte[] body = Payload.of(
                        json, delivery.eventId(), delivery.type(), delivery.event(), delivery.phone(), delivery.text())
                .bytes(json);
        List<SigningSecret> signing =
                secrets.signing(delivery.ownerId(), delivery.endpointId(), delivery.secretsVersion());
        Attempted attempted = post.post(delivery.url(), delivery.eventId(), body, signing);
        metrics.attempted(attempted);
        var _ = writer.submit(new Settled(delivery, attempted, next(delivery, attempted)));
        disableIfDue(delivery, attempted);
        return attempted.delivered();
    }

    private Optional<Instant> next(DueDelivery delivery, Attempted attempted) {
        if (attempted.delivered()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return disables(attempted)
                ? Optional.of(now.plus(RetrySchedule.WAITS.getFirst()))
                : schedule.next(delivery.attempts() + 1, now, attempted.asked());
    }

    /** After these nothing is to be sent there until somebody has looked; what waits is held. */
    private static boolean disables(Attempted attempted) {
        return Attempted.GONE.equals(attempted.reason()) || Attempted.UNREADABLE.equals(attempted.reason());
    }

    private void disableIfDue(DueDelivery delivery, Attempted attempted) {
        String reason = attempted.reason();
        Instant since = delivery.failingSince();
        if (reason == null) {
            return;
        }
        Instant tooLong = attempted.at().minus(settings.disableAfter());
        if (disables(attempted)) {
            disabling.disable(delivery, reason);
        } else if (since != null && since.isBefore(tooLong)) {
            disabling.disableIfFailingSince(delivery, tooLong);
        } else {
            log.debug("webhook {}: delivery {}: {}", delivery.endpointId(), delivery.id(), reason);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
