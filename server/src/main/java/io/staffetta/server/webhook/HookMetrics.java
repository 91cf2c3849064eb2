package io.staffetta.server.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How many deliveries there are, and what becomes of their attempts. */
@Component
class HookMetrics {

    private final Counter written;
    private final MeterRegistry registry;

    HookMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.written = Counter.builder("staffetta.webhook.deliveries")
                .description("Deliveries that this node has written down to be sent")
                .register(registry);
    }

    void written(int deliveries) {
        written.increment(deliveries);
    }

    void attempted(Attempted attempted) {
        Timer.builder("staffetta.webhook.attempts")
                .description("Attempts to deliver, by what came of them")
                .tag("outcome", attempted.reason() == null ? "delivered" : attempted.reason())
                .register(registry)
                .record(attempted.took().isNegative() ? Duration.ZERO : attempted.took());
    }
}
