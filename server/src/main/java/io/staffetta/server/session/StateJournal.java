package io.staffetta.server.session;

import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.session.JournalEntry.Forget;
import io.staffetta.server.session.JournalEntry.ForgetKeys;
import io.staffetta.server.session.JournalEntry.Keep;
import io.staffetta.server.session.JournalEntry.KeepKeys;
import io.staffetta.server.session.JournalEntry.Move;
import io.staffetta.server.session.JournalEntry.Outcome;
import io.staffetta.server.session.Session.NumberRestriction;
import io.staffetta.server.storage.GroupCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what is observed of sessions, with their events, many sessions in one transaction. Each write carries the epoch
 * of the session's owner and holds the owner's row meanwhile, so that nothing is written about a session after another
 * node took it. A session's writes come one at a time: its mailbox waits for each. A commit whose outcome nobody knows is
 * repeated: states stay right, an event may stand twice.
 */
final class StateJournal implements AutoCloseable {

    private final JsonMapper json;
    private final GroupCommit<JournalEntry, Outcome> commits;

    StateJournal(DataSource dataSource, JsonMapper json) {
        this.json = json;
        this.commits = new GroupCommit<>(
                "session-states",
                dataSource,
                GroupCommit.Settings.standard().withLostCommit(GroupCommit.LostCommit.REPEAT),
                this::write);
    }

    /** Writes this and answers when it is on disk. */
    Outcome write(JournalEntry entry) {
        return commits.submit(entry);
    }

    @Override
    public void close() {
        commits.close();
    }

    private List<Outcome> write(Connection connection, List<JournalEntry> entries) throws SQLException {
        ObservedRows rows = new ObservedRows(connection);
        Map<Long, Long> owners = rows.owners(entries);
        List<JournalEntry> ours =
                entries.stream().filter(entry -> owns(owners, entry)).toList();
        List<Move> moves = of(Move.class, ours);
        rows.keep(of(Keep.class, ours));
        rows.forget(of(Forget.class, ours));
        KeyRows keys = new KeyRows(connection);
        keys.keep(of(KeepKeys.class, ours));
        keys.forget(ours.stream()
                .filter(entry -> entry instanceof Forget || entry instanceof ForgetKeys)
                .toList());
        rows.adoptLog(moves.stream().filter(Move::firstNumber).toList());
        Map<Long, Long> restrictions = rows.move(moves);
        EventLog.append(connection, moves.stream().map(this::event).toList());
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (JournalEntry entry : entries) {
            outcomes.add(
                    owns(owners, entry)
                            ? new Outcome.Written(
                                    restrictions.getOrDefault(entry.of().sessionPk(), 0L))
                            : new Outcome.Fenced());
        }
        return outcomes;
    }

    private static boolean owns(Map<Long, Long> owners, JournalEntry entry) {
        Long epoch = owners.get(entry.of().sessionPk());
        return epoch != null && epoch == entry.of().epoch();
    }

    private Event event(Move move) {
        Map<String, Object> facts = new HashMap<>(move.facts());
        NumberRestriction restriction = move.restriction();
        if (restriction != null) {
            facts.put("restrictedUntil", restriction.until().toString());
        }
        return Event.session(
                move.at(),
                move.of().ownerId(),
                move.of().sessionPk(),
                move.condition().state().code(),
                move.condition().reason(),
                facts.isEmpty() ? null : json.writeValueAsString(facts));
    }

    private static <T extends JournalEntry> List<T> of(Class<T> type, List<JournalEntry> entries) {
        return entries.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
