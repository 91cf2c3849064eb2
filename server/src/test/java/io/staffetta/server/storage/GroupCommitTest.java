package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.staffetta.core.Problem;
import io.staffetta.server.storage.GroupCommit.LostCommit;
import io.staffetta.server.storage.GroupCommit.Settings;
import io.staffetta.server.storage.GroupCommit.Work;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class GroupCommitTest {

    private final Settings settings = Settings.standard();
    private TestDatabase database;

    @BeforeEach
    void createTable() {
        database = TestDatabase.create();
        database.jdbc()
                .sql("create table item (n int primary key check (n <> 13))")
                .update();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void anAnswerMeansThatItIsCommitted() {
        try (GroupCommit<Integer, Integer> writer = writer(settings, GroupCommitTest::insert)) {
            assertThat(writer.submit(7)).isEqualTo(70);
            assertThat(count()).isEqualTo(1);
        }
    }

    @Test
    void manyThreadsShareFewCommits() {
        try (GroupCommit<Integer, Integer> writer = writer(settings, GroupCommitTest::insert);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Integer>> answers = IntStream.range(100, 3100)
                    .mapToObj(n -> CompletableFuture.supplyAsync(() -> writer.submit(n), threads))
                    .toList();

            assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isPositive());
            assertThat(count()).isEqualTo(3000);
            assertThat(writer.counters().items()).isEqualTo(3000);
            assertThat(writer.counters().commits()).isLessThan(1000);
        }
    }

    @Test
    void onlyTheItemThatSpoilsABatchFails() {
        CountDownLatch open = new CountDownLatch(1);
        try (GroupCommit<Integer, Integer> writer = writer(settings, waitingFor(open))) {
            List<CompletableFuture<Integer>> answers =
                    IntStream.range(0, 40).mapToObj(writer::submitAsync).toList();
            open.countDown();

            for (int n = 0; n < 40; n++) {
                CompletableFuture<Integer> answer = answers.get(n);
                if (n == 13) {
                    assertThat(catchThrowable(answer::join)).hasCauseInstanceOf(DataIntegrityViolationException.class);
                } else {
                    assertThat(answer.join()).isEqualTo(n * 10);
                }
            }
            assertThat(count()).isEqualTo(39);
            assertThat(writer.counters().failures()).isEqualTo(1);
        }
    }

    @Test
    void aProblemReachesTheThreadAsItIs() {
        Work<Integer, Integer> refusing = (connection, items) -> {
            throw new Problem(Problem.Kind.CONFLICT, "no", "no");
        };
        try (GroupCommit<Integer, Integer> writer = writer(settings, refusing)) {
            assertThatThrownBy(() -> writer.submit(1))
                    .isInstanceOf(Problem.class)
                    .hasMessage("no");
        }
    }

    @Test
    void aDeadlockIsTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        Work<Integer, Integer> unlucky = (connection, items) -> {
            if (calls.incrementAndGet() < 3) {
                throw new SQLException("deadlock", "40P01");
            }
            return insert(connection, items);
        };
        try (GroupCommit<Integer, Integer> writer = writer(settings, unlucky)) {
            assertThat(writer.submit(1)).isEqualTo(10);
            assertThat(writer.counters().retries()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionLostBeforeTheCommitIsReplaced() {
        AtomicInteger calls = new AtomicInteger();
        Work<Integer, Integer> killed = (connection, items) -> {
            List<Integer> results = insert(connection, items);
            if (calls.incrementAndGet() == 1) {
                database.jdbc()
                        .sql("select pg_terminate_backend(pid) from pg_stat_activity where state like 'idle in trans%'"
                                + " and datname = current_database()")
                        .query()
                        .listOfRows();
                insert(connection, List.of(99));
            }
            return results;
        };
        try (GroupCommit<Integer, Integer> writer = writer(settings, killed)) {
            assertThat(writer.submit(1)).isEqualTo(10);
            assertThat(count()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionLostDuringTheCommitIsReported() {
        try (GroupCommit<Integer, Integer> writer = writer(settings, dyingOnce(new AtomicInteger()))) {
            assertThatThrownBy(() -> writer.submit(1))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("outcome_unknown"));
        }
    }

    @Test
    void workThatRecognisesItsOwnRowsIsRepeatedAfterALostCommit() {
        Settings repeating = settings.withLostCommit(LostCommit.REPEAT);
        try (GroupCommit<Integer, Integer> writer = writer(repeating, dyingOnce(new AtomicInteger()))) {
            assertThat(writer.submit(1)).isEqualTo(10);
            assertThat(count()).isEqualTo(1);
        }
    }

    @Test
    void aFullQueueAnswersBusy() {
        CountDownLatch open = new CountDownLatch(1);
        Settings small = new Settings(1, Duration.ZERO, 2, Duration.ofMillis(20), LostCommit.REPORT);
        try (GroupCommit<Integer, Integer> writer = writer(small, waitingFor(open))) {
            List<CompletableFuture<Integer>> accepted = new ArrayList<>();
            Throwable refusal = catchThrowable(() -> {
                for (int n = 0; n < 10; n++) {
                    accepted.add(writer.submitAsync(n));
                }
            });
            open.countDown();

            assertThat(refusal)
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("busy"));
            assertThat(accepted)
                    .hasSizeBetween(2, 3)
                    .allSatisfy(answer -> assertThat(answer.join()).isNotNegative());
        }
    }

    @Test
    void closingWritesWhatWaits() {
        GroupCommit<Integer, Integer> writer = writer(settings, GroupCommitTest::insert);
        List<CompletableFuture<Integer>> answers =
                IntStream.range(100, 200).mapToObj(writer::submitAsync).toList();
        writer.close();

        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(count()).isEqualTo(100);
        assertThatThrownBy(() -> writer.submit(1)).isInstanceOf(Problem.class);
    }

    private GroupCommit<Integer, Integer> writer(Settings with, Work<Integer, Integer> work) {
        return new GroupCommit<>("test", database.dataSource(), with, work);
    }

    private int count() {
        return database.jdbc()
                .sql("select count(*) from item")
                .query(Integer.class)
                .single();
    }

    private static List<Integer> insert(Connection connection, List<Integer> items) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into item values (?) on conflict do nothing")) {
            for (int n : items) {
                insert.setInt(1, n);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return items.stream().map(n -> n * 10).toList();
    }

    private static Work<Integer, Integer> waitingFor(CountDownLatch open) {
        return (connection, items) -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return insert(connection, items);
        };
    }

    /** The first transaction loses its connection between the work and the commit. */
    private Work<Integer, Integer> dyingOnce(AtomicInteger calls) {
        return (connection, items) -> {
            List<Integer> results = insert(connection, items);
            if (calls.incrementAndGet() == 1) {
                database.jdbc()
                        .sql("select pg_terminate_backend(pid) from pg_stat_activity where state like 'idle in trans%'"
                                + " and datname = current_database()")
                        .query()
                        .listOfRows();
            }
            return results;
        };
    }
}
