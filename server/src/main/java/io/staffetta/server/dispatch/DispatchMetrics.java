package io.staffetta.server.dispatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** How many messages this node has in its hands. */
@Component
class DispatchMetrics implements MeterBinder {

    private final Handings handings;

    DispatchMetrics(DispatchLoop loop) {
        this.handings = loop.handings();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("staffetta.messages.claimed", handings, Handings::claimed)
                .description("Messages of this node that are claimed: seen, waited for, typed")
                .register(registry);
        Gauge.builder("staffetta.messages.in.flight", handings, Handings::inFlight)
                .description("Messages of this node that are with an engine")
                .register(registry);
    }
}
