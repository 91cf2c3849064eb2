package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.server.queue.MessageEvents.Happened;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageEventsTest {

    private static final long NOBODY = 4_711;

    private final PeopleWorld world = new PeopleWorld();
    private final long session = world.queue.session();
    private final MessageEvents events = new MessageEvents(world.queue.transactions);
    private final OutsideReports reports = new OutsideReports(world.queue.transactions, world.queue.clock);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aStoryIsToldInOrderOfTimeWhateverTheIdsSay() {
        long message = world.waiting(session);
        forget(message);
        happened(message, 30, "reading", 1);
        happened(message, 20, "typing", 2);
        happened(message, 10, "sending", 3);

        assertThat(phases(world.queue.owner, message)).containsExactly("reading", "typing", "sending");
        assertThat(world.messages.get(world.queue.owner, message).timeline())
                .extracting(MessageStory.Step::phase)
                .containsExactly("queued", "reading", "typing", "sending");
    }

    @Test
    void nobodyElseIsToldIt() {
        long message = world.waiting(session);
        happened(message, 10, "reading", 1);

        assertThat(events.of(NOBODY, List.of(message))).isEmpty();
        assertThat(world.messages.stories(NOBODY, List.of(message))).isEmpty();
        assertThat(world.messages.phones(NOBODY, List.of(message))).isEmpty();
        assertThat(world.messages.newest(NOBODY, MessageFilter.all(), 10)).isEmpty();
    }

    @Test
    void aReportFromOutsideIsAppendedAndMovesNothing() {
        long message = world.waiting(session);

        Happened report = reports.ofMessage(world.queue.owner, message, "{\"phase\":\"sent\"}");

        assertThat(events.of(world.queue.owner, List.of(message)).get(message))
                .extracting(Happened::id)
                .contains(report.id());
        assertThat(report.phase()).isEqualTo("reported");
        assertThat(world.messages
                        .get(world.queue.owner, message)
                        .summary()
                        .state()
                        .code())
                .isEqualTo("queued");
    }

    @Test
    void nobodyReportsOnWhatIsNotTheirs() {
        long message = world.waiting(session);

        assertThatThrownBy(() -> reports.ofMessage(NOBODY, message, "{}"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("message_not_found"));
        assertThat(phases(world.queue.owner, message)).doesNotContain("reported");
    }

    @Test
    void theEventsOfAPageAreReadByTheirIndex() {
        long message = world.waiting(session);
        world.queue.jdbc.sql("""
                insert into message_event (at, owner_id, kind, phase, message_id)
                select '2026-03-02T10:00:00Z', ?, 'message', 'sent', ? + n from generate_series(1, 20000) n
                """).params(world.queue.owner, message).update();
        world.queue.jdbc.sql("vacuum analyze message_event").update();

        List<String> plan = world.queue.transactions.in(connection -> Rows.query(
                connection,
                "explain " + MessageEvents.OF_MESSAGES,
                row -> row.getString(1),
                Rows.column(connection, "bigint", List.of(message), id -> id),
                world.queue.owner,
                1000));

        assertThat(String.join("\n", plan)).contains("message_id_id_idx").doesNotContain("Seq Scan on message_event");
    }

    private List<String> phases(long owner, long message) {
        return events.of(owner, List.of(message)).getOrDefault(message, List.of()).stream()
                .map(Happened::phase)
                .toList();
    }

    private void forget(long message) {
        world.queue
                .jdbc
                .sql("delete from message_event where message_id = ?")
                .param(message)
                .update();
    }

    private void happened(long message, long id, String phase, int second) {
        world.queue
                .jdbc
                .sql("""
                insert into message_event (id, at, owner_id, kind, phase, message_id)
                values (?, timestamptz '2026-03-02T10:00:00Z' + make_interval(secs => ?), ?, 'message', ?, ?)
                """)
                .params(id, second, world.queue.owner, phase, message)
                .update();
    }
}
