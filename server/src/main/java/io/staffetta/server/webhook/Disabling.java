package io.staffetta.server.webhook;

import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Stops sending to an endpoint by the product's own decision, and says so where its owner looks. */
@Component
class Disabling {

    private static final Logger log = LoggerFactory.getLogger(Disabling.class);

    private final EndpointRows rows;
    private final TransactionTemplate transaction;
    private final Audit audit;
    private final Clock clock;

    Disabling(EndpointRows rows, TransactionTemplate transaction, Audit audit, Clock clock) {
        this.rows = rows;
        this.transaction = transaction;
        this.audit = audit;
        this.clock = clock;
    }

    /** For this reason, whatever came before. */
    void disable(DueDelivery attempted, String reason) {
        write(attempted, reason, null);
    }

    /** If nothing but failures have come back since this time or longer. */
    void disableIfFailingSince(DueDelivery attempted, Instant since) {
        write(attempted, "failing", since);
    }

    private void write(DueDelivery attempted, String reason, @Nullable Instant failingBefore) {
        transaction.executeWithoutResult(status -> {
            if (rows.disable(attempted, reason, failingBefore, clock.instant())) {
                audit.record(
                        new Caller(attempted.ownerId(), "system", Set.of()),
                        "webhook.disable",
                        Endpoints.subject(attempted.endpointId()),
                        Map.of("reason", reason));
                log.warn("webhook {} is disabled: {}", attempted.endpointId(), reason);
            }
        });
    }
}
