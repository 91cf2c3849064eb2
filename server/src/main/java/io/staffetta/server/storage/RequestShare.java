package io.staffetta.server.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The connections of the database, of which requests take two thirds at most, one after the other as they came: however
 * many there are, messages still go out. The pool itself is never waited for by a crowd, under which it spends its time
 * waking those who get nothing. Thread-safe.
 */
public final class RequestShare extends DelegatingDataSource implements AutoCloseable {

    /** More requests wait than will be served in good time. */
    public static final class Crowded extends SQLTransientConnectionException {

        private static final long serialVersionUID = 1L;

        Crowded() {
            super("too many requests wait for the database");
        }
    }

    /** What a request does between its begin and its end, on one thread. */
    @FunctionalInterface
    public interface Service<X extends Exception, Y extends Exception> {

        /** Does it. */
        void run() throws X, Y;
    }

    private static final int MOST_WAITING = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ThreadLocal<@Nullable Serving> SERVING = new ThreadLocal<>();

    /**
     * A request. With a turn it may take a second connection, or it would wait for itself; once it has had one it is no longer
     * turned away, since it may have done something by then.
     */
    private static final class Serving {

        private boolean hasTurn;
        private boolean admitted;
    }

    private final HikariDataSource pool;
    private final Semaphore turns;
    private final AtomicInteger waiting = new AtomicInteger();

    RequestShare(HikariDataSource pool) {
        super(pool);
        this.pool = pool;
        int connections = pool.getMaximumPoolSize();
        this.turns = new Semaphore(connections - connections / 3, true);
    }

    /** Serves a request with this: what its thread takes meanwhile is of the requests' share. */
    public static <X extends Exception, Y extends Exception> void serve(Service<X, Y> service) throws X, Y {
        Serving before = SERVING.get();
        if (before == null) {
            SERVING.set(new Serving());
        }
        try {
            service.run();
        } finally {
            if (before == null) {
                SERVING.remove();
            }
        }
    }

    /**
     * A connection, for which a request waits until it is its turn.
     *
     * @throws Crowded if it is a request's first one and hundreds wait already
     */
    @Override
    public Connection getConnection() throws SQLException {
        Serving request = SERVING.get();
        if (request == null || request.hasTurn) {
            return pool.getConnection();
        }
        takeTurn(request);
        request.hasTurn = true;
        request.admitted = true;
        try {
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    new Lent(pool.getConnection(), request));
        } catch (SQLException | RuntimeException | Error e) {
            giveBack(request);
            throw e;
        }
    }

    /** How many requests wait for their turn. */
    int waiting() {
        return waiting.get();
    }

    private void takeTurn(Serving request) throws SQLException {
        if (!turns.hasQueuedThreads() && turns.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > MOST_WAITING && !request.admitted) {
            waiting.decrementAndGet();
            throw new Crowded();
        }
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("no connection became free for this request in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private void giveBack(Serving request) {
        request.hasTurn = false;
        turns.release();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Gives its turn back when it is closed for the first time. */
    private final class Lent implements InvocationHandler {

        private final Connection connection;
        private final Serving request;
        private final AtomicBoolean lent = new AtomicBoolean(true);

        Lent(Connection connection, Serving request) {
            this.connection = connection;
            this.request = request;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            } finally {
                if (method.getName().equals("close") && lent.compareAndSet(true, false)) {
                    giveBack(request);
                }
            }
        }
    }
}
