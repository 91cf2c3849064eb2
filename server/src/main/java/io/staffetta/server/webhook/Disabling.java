package io.staffetta.server.webhook;

import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
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

    void disable(long ownerId, long endpointId, String reason) {
        transaction.executeWithoutResult(status -> {
            if (rows.disable(ownerId, endpointId, reason, clock.instant())) {
                audit.record(
                        new Caller(ownerId, "system", Set.of()),
                        "webhook.disable",
                        "webhook:" + endpointId,
                        Map.of("reason", reason));
                log.warn("webhook {} is disabled: {}", endpointId, reason);
            }
        });
    }
}
