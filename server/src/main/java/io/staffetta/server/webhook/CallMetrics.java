package io.staffetta.server.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** How many calls came from outside, and what became of them. */
@Component
class CallMetrics {

    static final String KEPT = "kept";
    static final String REPEATED = "repeated";
    static final String FORGED = "forged";
    static final String UNKNOWN = "unknown";
    static final String DONE = "done";
    static final String PARKED = "parked";

    private final MeterRegistry registry;

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One more of these. */
    void counted(String outcome) {
        counted(outcome, 1);
    }

    void counted(String outcome, int calls) {
        Counter.builder("staffetta.inbound.calls")
                .description("Calls from outside, by what became of them")
                .tag("outcome", outcome)
                .register(registry)
                .increment(calls);
    }
}
