package io.staffetta.server.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Takes down what workers outside of the product say about messages and sessions. It goes into the log under a phase of
 * its own and moves nothing: what really happened is only what an engine said.
 */
@Component
public class OutsideReports {

    /** The phase of what was reported from outside; the detail says what. */
    public static final String REPORTED = "reported";

    private static final String APPEND = """
            insert into message_event
                (at, owner_id, kind, phase, message_id, campaign_id, session_pk, lane_id, detail)
            select ?, m.owner_id, 'message', ?, m.id, m.campaign_id, coalesce(m.session_pk, l.session_pk), l.id, ?::jsonb
            from message m join lane l on l.id = m.lane_id
            where m.id = ? and m.owner_id = ?
            returning id
            """;

    private final Transactions transactions;
    private final Clock clock;

    /** Writes in transactions of its own, at this clock's (real) time. */
    public OutsideReports(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Appends a report to the events of a session that is the owner's.
     *
     * @param detail a JSON object; neither text nor phone may be in it
     */
    public void ofSession(long ownerId, long sessionPk, String detail) {
        Event event = Event.session(clock.instant(), ownerId, sessionPk, REPORTED, null, detail);
        transactions.in(connection -> {
            EventLog.append(connection, List.of(event));
            return event;
        });
    }

    /**
     * Appends a report to a message's events.
     *
     * @param detail a JSON object; neither text nor phone may be in it
     * @return the event as it is in the log
     * @throws io.staffetta.core.Problem {@code message_not_found}
     */
    public MessageEvents.Happened ofMessage(long ownerId, long messageId, String detail) {
        Instant now = clock.instant();
        List<Long> id = transactions.in(connection ->
                Rows.query(connection, APPEND, row -> row.getLong(1), now, REPORTED, detail, messageId, ownerId));
        if (id.isEmpty()) {
            throw Messages.unknown();
        }
        return new MessageEvents.Happened(id.getFirst(), messageId, now, REPORTED, null, null, null, detail);
    }
}
