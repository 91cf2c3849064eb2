package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import io.staffetta.server.storage.GroupCommit.Counters;
import io.staffetta.server.storage.GroupCommit.LostCommit;
import io.staffetta.server.storage.GroupCommit.Settings;
import io.staffetta.server.storage.GroupCommit.Waiting;
import io.staffetta.server.storage.GroupCommit.Watch;
import io.staffetta.server.storage.GroupCommit.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/** The transactions of a {@link GroupCommit}: one for a batch if it goes well, more if it does not. */
final class BatchCommit<T, R> {

    private static final Logger log = LoggerFactory.getLogger(BatchCommit.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final String name;
    private final DataSource dataSource;
    private final Settings settings;
    private final Work<T, R> work;
    private final Watch watch;
    private final SQLExceptionTranslator translator = new SQLStateSQLExceptionTranslator();
    private final LongAdder commits = new LongAdder();
    private final LongAdder items = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder failures = new LongAdder();

    BatchCommit(String name, DataSource dataSource, Settings settings, Work<T, R> work, Watch watch) {
        this.name = name;
        this.dataSource = dataSource;
        this.settings = settings;
        this.work = work;
        this.watch = watch;
    }

    Counters counters(int waiting) {
        return new Counters(commits.sum(), items.sum(), retries.sum(), failures.sum(), waiting);
    }

    /** Writes the batch and ends every waiting future, in any case. */
    void run(List<Waiting<T, R>> batch) {
        List<R> results;
        long begun = System.nanoTime();
        try {
            results = commitPatiently(batch.stream().map(Waiting::item).toList());
        } catch (SQLException | RuntimeException e) {
            divide(batch, e);
            return;
        } catch (Error e) {
            fail(batch, e);
            return;
        }
        commits.increment();
        items.add(batch.size());
        watch.committed(name, batch.size(), Duration.ofNanos(System.nanoTime() - begun));
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).result().complete(results.get(i));
        }
    }

    private void divide(List<Waiting<T, R>> batch, Exception cause) {
        boolean common = SqlFailure.passes(cause) || SqlFailure.outOfResources(cause) || outcomeUnknown(cause);
        if (batch.size() == 1 || common) {
            fail(batch, cause instanceof SQLException sql ? translated(sql) : cause);
            return;
        }
        int half = batch.size() / 2;
        run(batch.subList(0, half));
        run(batch.subList(half, batch.size()));
    }

    private void fail(List<Waiting<T, R>> batch, Throwable cause) {
        failures.add(batch.size());
        log.warn("{}: {} not written: {}", name, batch.size(), cause.toString());
        batch.forEach(waiting -> waiting.result().completeExceptionally(cause));
    }

    private List<R> commitPatiently(List<T> batch) throws SQLException {
        long deadline = System.nanoTime() + settings.patience().toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return commit(batch);
            } catch (SQLException | DataAccessException e) {
                if (!SqlFailure.passes(e) || System.nanoTime() + pause.toNanos() > deadline) {
                    throw e;
                }
            }
            retries.increment();
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private List<R> commit(List<T> batch) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            List<R> results;
            try {
                results = work.write(connection, batch);
                if (results.size() != batch.size()) {
                    throw new IllegalStateException(
                            name + " answered " + results.size() + " results for " + batch.size() + " items");
                }
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
            endTransaction(connection);
            return results;
        }
    }

    private void endTransaction(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (SqlFailure.connectionLost(e) && settings.lostCommit() == LostCommit.REPORT) {
                Problem unknown = new Problem(
                        Problem.Kind.UNAVAILABLE,
                        "outcome_unknown",
                        "the database went away during the commit: it may have taken place");
                unknown.initCause(e);
                throw unknown;
            }
            throw e;
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static boolean outcomeUnknown(Exception cause) {
        return cause instanceof Problem problem && problem.code().equals("outcome_unknown");
    }

    private RuntimeException translated(SQLException e) {
        DataAccessException translated = translator.translate(name, null, e);
        return translated != null ? translated : new IllegalStateException(e);
    }
}
