package io.staffetta.server.webhook;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.WebhookCheck;
import io.staffetta.server.session.CalledSessions;
import io.staffetta.server.session.CalledSessions.Called;
import io.staffetta.server.storage.GroupCommit;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Takes calls from outside. Thread-safe. */
@Component
public class InboundCalls implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(InboundCalls.class);

    private final CalledSessions sessions;
    private final CallRows rows;
    private final GroupCommit<NewCall, Boolean> writer;
    private final CallWorker worker;
    private final CallMetrics metrics;
    private final Clock clock;

    InboundCalls(
            CalledSessions sessions,
            DataSource dataSource,
            JdbcClient jdbc,
            CallWorker worker,
            CallMetrics metrics,
            GroupCommit.Watch watch,
            Clock clock) {
        this.sessions = sessions;
        this.rows = new CallRows(jdbc);
        this.worker = worker;
        this.metrics = metrics;
        this.clock = clock;
        // A commit whose answer was lost is repeated: calls with a key are kept once, and others may be said twice.
        this.writer = new GroupCommit<>(
                "inbound-calls",
                dataSource,
                GroupCommit.Settings.standard().withLostCommit(GroupCommit.LostCommit.REPEAT),
                CallRows::insert,
                watch);
    }

    /** Whether somebody is called at this address: what is not need not be read. */
    public Optional<Called> called(String engine, String token) {
        Optional<Called> called = sessions.find(engine, token);
        if (called.isEmpty()) {
            metrics.counted(CallMetrics.UNKNOWN);
        }
        return called;
    }

    /**
     * Checks a call by its raw bytes and keeps it. What is kept is on disk when this returns.
     *
     * @throws Problem {@code busy} while nothing can be kept; the caller tries again
     */
    public Reception take(Called called, InboundCall call) {
        return switch (called.engine().check(called.link(), call)) {
            case WebhookCheck.Answer(String body) -> new Reception.Answered(body);
            case WebhookCheck.Forged(String reason) -> {
                metrics.counted(CallMetrics.FORGED);
                log.warn("session {}: a call from outside is refused: {}", called.sessionPk(), reason);
                yield new Reception.Refused();
            }
            case WebhookCheck.Genuine(Optional<String> repeatKey) -> {
                boolean fresh = writer.submit(NewCall.of(called, repeatKey, call.body(), clock.instant()));
                metrics.counted(fresh ? CallMetrics.KEPT : CallMetrics.REPEATED);
                if (fresh) {
                    worker.wake();
                }
                yield new Reception.Kept();
            }
        };
    }

    /**
     * A user's calls in a state, oldest first.
     *
     * @param state {@code waiting} or {@code parked}
     * @throws Problem {@code unknown_call_state}
     */
    public List<KeptCall> list(long ownerId, String state, long after, int limit) {
        if (!state.equals("waiting") && !state.equals("parked")) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "unknown_call_state",
                    "Calls are listed by the states waiting and parked.",
                    Map.of("state", state));
        }
        return rows.list(ownerId, state, after, limit);
    }

    /**
     * Works a parked call in once more.
     *
     * @throws Problem {@code call_not_found} if there is no such parked call
     */
    public void retry(long ownerId, long id) {
        if (!rows.unpark(ownerId, id)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "call_not_found", "There is no such parked call.");
        }
        worker.wake();
    }

    /** The counters of its writer, for metrics. */
    Supplier<GroupCommit.Counters> counters() {
        return writer::counters;
    }

    @Override
    public void close() {
        writer.close();
    }
}
