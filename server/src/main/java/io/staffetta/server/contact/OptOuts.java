package io.staffetta.server.contact;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.LaneHint;
import io.staffetta.server.queue.PersonLock;
import io.staffetta.server.queue.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who does not want messages: owner-wide, over all numbers, effective the moment it is committed. */
@Component
public class OptOuts {

    private static final int CHUNK = 500;
    private static final int LONGEST_REASON = 500;

    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final OptingOut optingOut;
    private final EventLog events;
    private final Audit audit;
    private final Clock clock;
    private final LaneHint hint;

    OptOuts(
            Transactions transactions,
            JdbcClient jdbc,
            OptingOut optingOut,
            EventLog events,
            Audit audit,
            Clock clock,
            LaneHint hint) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.optingOut = optingOut;
        this.events = events;
        this.audit = audit;
        this.clock = clock;
        this.hint = hint;
    }

    /**
     * Takes people's opt-outs down; what waits for them ends as {@code opted_out}. Audited without their numbers.
     *
     * @param source a word for where they come from
     * @return how many had not opted out before
     */
    public int add(Caller caller, Collection<Long> phones, String source) {
        int added = 0;
        List<Long> all = new ArrayList<>(new TreeSet<>(phones));
        for (int from = 0; from < all.size(); from += CHUNK) {
            added += chunk(caller, all.subList(from, Math.min(all.size(), from + CHUNK)), source);
        }
        return added;
    }

    private int chunk(Caller caller, List<Long> phones, String source) {
        OptingOut.Done done = transactions.in(connection -> {
            PersonLock.take(connection, caller.ownerId(), phones);
            OptingOut.Done taken =
                    optingOut.of(connection, caller.ownerId(), phones, new OptingOut.Source(source, null, null));
            audit.record(
                    caller,
                    "opt_out.add",
                    phones.size() == 1 ? subject(phones.getFirst()) : "contacts",
                    Map.of("added", taken.added(), "of", phones.size(), "source", source));
            return taken;
        });
        done.lanes().forEach(hint::changed);
        return done.added();
    }

    /**
     * Lifts an opt-out, because the person wants messages again. Also that of a person who was erased.
     *
     * @param reason why; audited
     * @throws Problem {@code opt_out_not_found}, {@code reason_missing}
     */
    public void remove(Caller caller, long phone, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "reason_missing",
                    "Say why, in 1 to " + LONGEST_REASON + " characters.",
                    Map.of("longest", LONGEST_REASON));
        }
        transactions.in(connection -> {
            PersonLock.take(connection, caller.ownerId(), phone);
            int removed = jdbc.sql("""
                    delete from opt_out where owner_id = ? and (phone = ? or phone_hash = suppression_hash(?))
                    """).params(caller.ownerId(), phone, phone).update();
            if (removed == 0) {
                throw new Problem(Problem.Kind.NOT_FOUND, "opt_out_not_found", "This number has not opted out.");
            }
            audit.record(caller, "opt_out.remove", subject(phone), Map.of("reason", reason.strip()));
            events.append(Event.contact(clock.instant(), caller.ownerId(), "opted_in", null, null));
            return removed;
        });
    }

    /** The opt-outs of an owner, oldest first. */
    public List<OptOut> list(long ownerId, long after, int rows) {
        return jdbc.sql("""
                select id, phone, source, word, at from opt_out where owner_id = ? and id > ? order by id limit ?
                """)
                .params(ownerId, after, rows)
                .query((row, n) -> read(row))
                .list();
    }

    static OptOut read(ResultSet row) throws SQLException {
        return new OptOut(
                row.getLong("id"),
                row.getObject("phone", Long.class),
                row.getString("source"),
                row.getString("word"),
                row.getObject("at", OffsetDateTime.class).toInstant());
    }

    private static String subject(long phone) {
        return "contact:" + new PhoneNumber(phone).masked();
    }
}
