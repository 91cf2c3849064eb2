package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A process that is told to die on the way never carries real people's messages: it refuses to start. */
@Component
class HaltRefusal implements InitializingBean {

    private final Halts halts;
    private final JdbcClient jdbc;

    HaltRefusal(Halts halts, JdbcClient jdbc) {
        this.halts = halts;
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        if (halts.armed() && realSessions()) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "halt_refused",
                    "STAFFETTA_HALT_AT is for tests with simulated sessions, and this data has a real one.");
        }
    }

    private boolean realSessions() {
        return jdbc.sql("select exists (select 1 from wa_session where not simulated)")
                .query(Boolean.class)
                .single();
    }
}
