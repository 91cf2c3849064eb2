package io.staffetta.server.queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.staffetta.core.message.WaitReason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * How much waits, and for what. It comes from the campaigns' counters and from the lanes; the queue itself is never
 * counted. While the database is away there is no value.
 */
@Component
class QueueMetrics implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(QueueMetrics.class);

    static final String PENDING = """
            select coalesce(sum(greatest(total - sent - failed - skipped - unconfirmed, 0)), 0)
            from campaign where status in ('scheduled', 'running', 'paused')
            """;

    private static final String WAITING = """
            select wait_reason, count(*) from lane
            where wait_reason is not null and status <> 'closed' group by wait_reason
            """;

    private final JdbcClient jdbc;
    private volatile @Nullable Look last;

    private record Look(double pending, Map<String, Double> lanes) {}

    QueueMetrics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("staffetta.campaign.messages.pending", this, QueueMetrics::pending)
                .description("Messages of running, paused and scheduled campaigns without an end, on all nodes")
                .register(registry);
        for (WaitReason reason : WaitReason.values()) {
            Gauge.builder("staffetta.lanes.waiting", this, metrics -> metrics.waiting(reason))
                    .description("Lanes that wait as a whole, on all nodes")
                    .tag("reason", reason.code())
                    .register(registry);
        }
    }

    @Scheduled(fixedDelayString = "${staffetta.metrics.queue-every:5s}")
    void look() {
        try {
            Map<String, Double> lanes = new HashMap<>();
            jdbc.sql(WAITING).query(row -> {
                lanes.put(row.getString(1), row.getDouble(2));
            });
            last = new Look(jdbc.sql(PENDING).query(Double.class).single(), lanes);
        } catch (DataAccessException e) {
            last = null;
            log.debug("the queue could not be looked at: {}", e.getMessage());
        }
    }

    private double pending() {
        Look look = last;
        return look == null ? Double.NaN : look.pending();
    }

    private double waiting(WaitReason reason) {
        Look look = last;
        return look == null ? Double.NaN : look.lanes().getOrDefault(reason.code(), 0.0);
    }
}
