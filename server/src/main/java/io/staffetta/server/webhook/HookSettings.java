package io.staffetta.server.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are sent, from {@code staffetta.webhooks.*}.
 *
 * @param mostPerUser how many endpoints a user may have
 * @param timeout of one attempt in all
 * @param disableAfter an endpoint that answered with nothing but failures for so long is disabled
 * @param retention how long deliveries are kept that have ended
 * @param mostWaiting how many deliveries wait for one endpoint at most; the oldest beyond that end as failed
 * @param mostAtOnce how many attempts a node makes at the same time
 */
@ConfigurationProperties("staffetta.webhooks")
record HookSettings(
        @DefaultValue("20") int mostPerUser,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue("7d") Duration retention,
        @DefaultValue("100000") int mostWaiting,
        @DefaultValue("1024") int mostAtOnce) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(40);

    /** Checks the limits: what takes longer than its lease would be sent by two nodes. */
    HookSettings {
        if (!timeout.isPositive() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("staffetta.webhooks.timeout is more than 0 and at most 40s: " + timeout);
        }
        if (mostAtOnce < 1) {
            throw new IllegalArgumentException("staffetta.webhooks.most-at-once is at least 1: " + mostAtOnce);
        }
    }
}
