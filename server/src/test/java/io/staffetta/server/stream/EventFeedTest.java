package io.staffetta.server.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventFeedTest {

    private final StreamWorld world = new StreamWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anEventOfAWriterThatCommitsLateIsNotMissed() throws Exception {
        long owner = world.queue.owner;
        try (Connection late = world.queue.database.dataSource().getConnection()) {
            late.setAutoCommit(false);
            StreamWorld.write(late, owner, "late", 1, 0);
            world.happens(owner, "early", 1);
            EventHistory.Part meanwhile = world.history.after(world.everything(), null, 10);
            assertThat(meanwhile.events()).isEmpty();
            late.commit();
        }

        Awaitility.await().until(() -> world.heard.size() == 2);
        assertThat(world.heard).extracting(LoggedEvent::phase).containsExactly("late", "early");
    }

    @Test
    void noEventOfManyConcurrentWritersIsMissedOrRepeated() {
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<CompletableFuture<Void>> writers = IntStream.range(0, 6)
                    .mapToObj(seed -> CompletableFuture.runAsync(() -> writeMany(new Random(seed)), threads))
                    .toList();
            writers.forEach(CompletableFuture::join);
        }
        long written = world.queue.count("select count(*) from message_event");

        Awaitility.await().until(() -> world.heard.size() >= written);
        assertThat(world.heard).hasSize((int) written);
        assertThat(world.heard.stream().map(LoggedEvent::position))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    private void writeMany(Random random) {
        for (int i = 0; i < 60; i++) {
            try (Connection connection = world.queue.database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                for (int part = 0; part <= random.nextInt(3); part++) {
                    StreamWorld.write(connection, world.queue.owner, "x", 1 + random.nextInt(4), 0);
                }
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            } catch (java.sql.SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void theTailReadsTheIndexOfItsPartitions() {
        world.queue
                .jdbc
                .sql("insert into message_event (at, owner_id, kind, phase) "
                        + "select '2026-03-02T10:00:00Z', 1, 'message', 'x' from generate_series(1, 50000)")
                .update();
        world.queue.jdbc.sql("analyze message_event").update();

        String plan = String.join(
                "\n",
                world.queue
                        .jdbc
                        .sql("explain " + EventReader.AFTER)
                        .params("3", 0L, world.queue.clock.instant().atOffset(java.time.ZoneOffset.UTC), 512)
                        .query(String.class)
                        .list());

        assertThat(plan).contains("Index Scan").doesNotContain("Seq Scan on message_event");
    }

    @Test
    void theLogIsPulledPageByPageWithTheSameIds() {
        world.happens(world.queue.owner, "sent", 25);
        world.happens(world.queue.owner + 1, "sent", 25);

        EventHistory.Part first = world.history.after(world.everything(), null, 10);
        EventHistory.Part second = world.history.after(world.everything(), first.next(), 100);

        assertThat(first.events()).hasSize(10);
        assertThat(second.events()).hasSize(15);
        assertThat(second.next()).isNull();
        Awaitility.await().until(() -> world.heard.size() == 50);
        assertThat(world.heard).containsAll(first.events()).containsAll(second.events());
    }

    @Test
    void theLogIsPulledBackwardsFromItsEnd() {
        world.happens(world.queue.owner, "sent", 25);
        world.happens(world.queue.owner + 1, "sent", 25);
        List<LoggedEvent> forwards =
                world.history.after(world.everything(), null, 100).events();

        EventHistory.Part latest = world.history.before(world.everything(), null, 10);
        EventHistory.Part rest = world.history.before(world.everything(), latest.next(), 100);

        assertThat(latest.events()).isEqualTo(forwards.reversed().subList(0, 10));
        assertThat(rest.events()).isEqualTo(forwards.reversed().subList(10, 25));
        assertThat(rest.next()).isNull();
    }

    @Test
    void aPositionThatIsNotKeptIsGone() {
        for (String position : List.of("nonsense", "00000000-1-1", world.reader.beginning() + "9", "x-1-1")) {
            world.happens(world.queue.owner, "sent", 1);
            assertThatThrownBy(() -> world.history.after(world.everything(), position, 10))
                    .as(position)
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("event_position_gone"));
        }
    }

    @Test
    void topicsAreReadAndUnknownOnesRefused() {
        assertThat(EventSelection.kinds("messages, campaigns")).hasSize(2);
        assertThat(EventSelection.kinds("")).hasSize(4);
        assertThatThrownBy(() -> EventSelection.kinds("messages,weather")).isInstanceOf(Problem.class);
    }

    @Test
    void aUserHasOnlySoManyStreams() {
        List<EventStream.Opened> opened = IntStream.range(0, 3)
                .mapToObj(i -> world.stream.open(world.everything(), null))
                .toList();

        assertThatThrownBy(() -> world.stream.open(world.everything(), null)).isInstanceOf(Problem.class);
        opened.getFirst().close();
        world.stream.open(world.everything(), null).close();
    }
}
