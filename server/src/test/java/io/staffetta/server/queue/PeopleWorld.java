package io.staffetta.server.queue;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Idempotency;
import io.staffetta.server.access.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** A queue with everything that people do to it: send directly, look, intervene, opt out. */
public final class PeopleWorld implements AutoCloseable {

    public final QueueWorld queue = new QueueWorld();
    public final List<Long> hints = new CopyOnWriteArrayList<>();
    public final Audit audit = new Audit(queue.jdbc, JsonMapper.shared(), queue.clock);
    public final EventLog events = new EventLog(queue.database.dataSource());
    public final PersonsMessages persons = new PersonsMessages(queue.moves);
    public final Messages messages = new Messages(queue.transactions, queue.clock);
    public final Caller caller = new Caller(queue.owner, "user:o@example.org", EnumSet.allOf(Scope.class));
    final Interventions interventions =
            new Interventions(queue.transactions, queue.moves, audit, queue.clock, queue.clock, hints::add);
    final FailedMessages failed = new FailedMessages(queue.transactions, queue.moves, audit, queue.clock, hints::add);
    final Idempotency idempotency = new Idempotency(queue.jdbc, queue.clock);
    final DirectMessages direct = direct(100_000);

    DirectMessages direct(int most) {
        return new DirectMessages(
                queue.database.dataSource(),
                new DirectLanes(queue.jdbc),
                new HiddenPhones(queue.jdbc),
                new LaneRoom(queue.jdbc, most),
                new MessageIds(queue.jdbc),
                idempotency,
                queue.clock,
                queue.clock,
                hints::add,
                outgoing -> {},
                (writer, items, took) -> {});
    }

    /** A message in a session's own lane, waiting. */
    public long waiting(long session) {
        return queue.message(queue.lanes.directOf(session), null);
    }

    /** A campaign's only message, waiting. */
    public long campaignMessage(long campaign) {
        return queue.count("select id from message where campaign_id = ? and step = 0", campaign);
    }

    /** Claims what waits first in a lane, ready to be marked. */
    public Mark claimed(long lane, long session) {
        return queue.mark(queue.claim(lane, session, 1).getFirst());
    }

    /** Marks it in the transaction of this connection. */
    public Marked mark(Connection connection, Mark mark) throws SQLException {
        return queue.marks.commit(connection, List.of(mark)).getFirst();
    }

    /** Marks it in a transaction of its own. */
    public Marked mark(Mark mark) {
        return queue.commit(mark);
    }

    /** The engine's answer. */
    public void answer(Mark mark, SendOutcome outcome) {
        var _ = queue.answer(mark, outcome);
    }

    /** Sends what waits first in a lane. */
    public long sent(long lane, long session) {
        Mark mark = claimed(lane, session);
        mark(mark);
        answer(mark, new SendOutcome.Accepted(mark.messageId()));
        return mark.claim().id();
    }

    public long phone(long message) {
        return queue.count("select phone from message where id = ?", message);
    }

    public String reason(long message) {
        return queue.text("select coalesce(reason, '-') from message where id = ?", message);
    }

    /** Takes an opt-out down as a bare row. */
    public void optedOut(long phone) {
        queue.jdbc
                .sql("insert into opt_out (owner_id, phone, source, at) values (?, ?, 'test', now())")
                .params(queue.owner, phone)
                .update();
    }

    @Override
    public void close() {
        direct.close();
        queue.close();
    }
}
