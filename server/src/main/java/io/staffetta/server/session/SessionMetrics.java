package io.staffetta.server.session;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.staffetta.core.session.SessionState;
import org.springframework.stereotype.Component;

/** How many sessions of this node are in which state. */
@Component
class SessionMetrics implements MeterBinder {

    private final Supervisor supervisor;

    SessionMetrics(SessionNode node) {
        this.supervisor = node.supervisor();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (SessionState state : SessionState.values()) {
            Gauge.builder("staffetta.sessions", supervisor, sessions -> count(sessions, state))
                    .description("Sessions of this node by state")
                    .tag("state", state.code())
                    .register(registry);
        }
    }

    private static double count(Supervisor sessions, SessionState state) {
        return sessions.all().stream().filter(live -> live.state() == state).count();
    }
}
