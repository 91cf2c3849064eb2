package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.MessageHeads.Slice;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * When a message left last, by what remembers it in the order of sending: the events of a campaign, the limiter's log of a
 * number. What both have forgotten is looked for among the newest messages. However many were sent, it costs the same.
 */
@Component
public class LastSent {

    static final String BY_CAMPAIGN = """
            select e.at from message_event e
            where e.campaign_id = ? and e.owner_id = ? and e.kind = 'message' and e.phase = 'sent'
            order by e.at desc limit 1
            """;

    /** The log has what was handed over, too: of the last ones not all need have left. */
    static final String BY_SESSION = """
            select max(m.sent_at) as at from wa_session s
            cross join lateral (
                select l.message_id from send_log l
                where l.number_key = coalesce(s.phone, -s.id) and l.session_pk = s.id order by l.at desc limit 50
            ) l
            join message m on m.id = l.message_id
            where s.owner_id = ? and (?::bigint = 0 or s.id = ?)
            """;

    private static final Set<MessageState> SENT = Set.of(MessageState.SENT, MessageState.DELIVERED, MessageState.READ);

    private static final int LOOKED_AT = 1_000;

    private final Transactions transactions;

    /** Reads in transactions of its own. */
    public LastSent(Transactions transactions) {
        this.transactions = transactions;
    }

    /** When the last of these messages left, in real time, whatever became of it since; empty if none has. */
    public Optional<Instant> of(long ownerId, MessageFilter filter) {
        return transactions.in(connection -> {
            Optional<Instant> remembered = remembered(connection, ownerId, filter);
            return remembered.isPresent() ? remembered : amongTheNewest(connection, ownerId, filter);
        });
    }

    private static Optional<Instant> remembered(Connection connection, long ownerId, MessageFilter filter)
            throws SQLException {
        long session = filter.sessionPk() == null ? 0 : filter.sessionPk();
        return filter.campaignPk() == null
                ? latest(Rows.query(connection, BY_SESSION, LastSent::read, ownerId, session, session))
                : latest(Rows.query(connection, BY_CAMPAIGN, LastSent::read, filter.campaignPk(), ownerId));
    }

    private static Optional<Instant> amongTheNewest(Connection connection, long ownerId, MessageFilter filter)
            throws SQLException {
        MessageHeads heads = MessageHeads.of(ownerId, filter.in(SENT), new Slice(Long.MAX_VALUE, LOOKED_AT, true));
        String sql = "select max(m.sent_at) as at from message m join (" + heads.sql() + ") h on h.id = m.id";
        return latest(Rows.query(connection, sql, LastSent::read, heads.params().toArray()));
    }

    private static Optional<Instant> latest(List<Found> found) {
        return found.stream().flatMap(one -> Stream.ofNullable(one.at())).findFirst();
    }

    private record Found(@Nullable Instant at) {}

    private static Found read(ResultSet row) throws SQLException {
        return new Found(Rows.instant(row, "at"));
    }
}
