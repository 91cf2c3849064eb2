package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Does what other nodes ask of this one. One thread waits to be notified and looks for itself every half second; as long
 * as this node is alone it does not even do that.
 */
final class ErrandDesk {

    private static final Logger log = LoggerFactory.getLogger(ErrandDesk.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration ALONE = Duration.ofSeconds(2);
    private static final int AT_ONCE = 100;

    private final Errands errands;
    private final NodeLease lease;
    private final Supervisor supervisor;
    private final Orders orders;
    private final DataSource dataSource;
    private final Executor threads;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    ErrandDesk(
            Errands errands,
            NodeLease lease,
            Supervisor supervisor,
            Orders orders,
            DataSource dataSource,
            Executor threads) {
        this.errands = errands;
        this.lease = lease;
        this.supervisor = supervisor;
        this.orders = orders;
        this.dataSource = dataSource;
        this.threads = threads;
    }

    void start() {
        thread = Thread.ofVirtual().name("errands").start(this::attend);
    }

    /** Returns when nothing more is read from the database, or after a moment. */
    void stop() {
        stopped.countDown();
        Thread attending = thread;
        if (attending != null) {
            try {
                attending.join(ALONE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void attend() {
        while (!pausedAndStopped(ALONE)) {
            try {
                if (lease.hasCompany()) {
                    listen();
                }
            } catch (SQLException | DataAccessException e) {
                log.warn("what other nodes ask cannot be read: {}", e.getMessage());
            } catch (RuntimeException e) {
                log.error("what other nodes ask cannot be done", e);
            }
        }
    }

    /** Until this node is alone again, or the connection breaks. */
    private void listen() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.createStatement().execute("listen " + Errands.CHANNEL);
            try {
                PGConnection postgres = connection.unwrap(PGConnection.class);
                for (int looks = 1; stopped.getCount() > 0; looks++) {
                    take();
                    if (looks % 20 == 0 && !lease.hasCompany()) {
                        return;
                    }
                    postgres.getNotifications((int) LOOK.toMillis());
                }
            } finally {
                connection.createStatement().execute("unlisten *");
            }
        }
    }

    private void take() {
        for (Errands.Waiting waiting : errands.waitingFor(lease.nodeId(), AT_ONCE)) {
            if (underWay.add(waiting.id())) {
                threads.execute(() -> serve(waiting));
            }
        }
    }

    private void serve(Errands.Waiting waiting) {
        try {
            errands.answer(waiting.id(), answer(waiting));
        } catch (DataAccessException e) {
            log.warn("another node's question could not be answered: {}", e.getMessage());
        } finally {
            underWay.remove(waiting.id());
        }
    }

    private Errand.Answer answer(Errands.Waiting waiting) {
        try {
            Errand errand = errands.read(waiting);
            return errand instanceof Errand.Stand all ? standings(all) : carriedOut(errand);
        } catch (Problem e) {
            return new Errand.Answer(
                    null,
                    null,
                    new Errand.Failure(e.kind().name(), e.code(), String.valueOf(e.getMessage()), e.details()));
        } catch (RuntimeException e) {
            log.error("what another node asked went wrong", e);
            return new Errand.Answer(
                    null,
                    null,
                    new Errand.Failure(Kind.UNAVAILABLE.name(), "session_elsewhere", "It went wrong.", Map.of()));
        }
    }

    private Errand.Answer standings(Errand.Stand all) {
        Map<Long, Standing> found = new HashMap<>();
        all.sessionPks().forEach(pk -> supervisor.find(pk).ifPresent(live -> found.put(pk, orders.standing(live))));
        return new Errand.Answer(null, found, null);
    }

    private Errand.Answer carriedOut(Errand errand) {
        LiveSession live = supervisor.find(errand.sessionPk()).orElseThrow(Orders::nobody);
        switch (errand) {
            case Errand.Order order -> orders.command(live, order.command());
            case Errand.Configure _ -> orders.configure(live);
            case Errand.PrepareRemoval _ -> orders.prepareRemoval(live);
            case Errand.Remove _ -> supervisor.remove(live.pk());
            case Errand.TypedCode typed -> {
                return new Errand.Answer(orders.pairingCode(live, typed.phone()), null, null);
            }
            case Errand.Stand _ -> throw new IllegalStateException("asked of several sessions");
        }
        return Errand.Answer.DONE;
    }

    private boolean pausedAndStopped(Duration pause) {
        try {
            return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
