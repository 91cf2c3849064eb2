package io.staffetta.server.storage;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How large the transactions are that many threads share, and how long they take, for each writer. */
@Component
class CommitMetrics implements GroupCommit.Watch {

    private static final double[] ITEMS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};
    private static final Duration[] TOOK = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry;

    CommitMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void committed(String writer, int items, Duration took) {
        DistributionSummary.builder("staffetta.commit.items")
                .description("Items in one shared transaction")
                .tag("writer", writer)
                .serviceLevelObjectives(ITEMS)
                .register(registry)
                .record(items);
        Timer.builder("staffetta.commit")
                .description("Time of one shared transaction")
                .tag("writer", writer)
                .serviceLevelObjectives(TOOK)
                .register(registry)
                .record(took);
    }
}
