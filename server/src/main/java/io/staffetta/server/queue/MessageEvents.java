package io.staffetta.server.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The events of messages as they are in the log, for whoever shows them event by event. Looks, and locks nothing. */
@Component
public class MessageEvents {

    private static final int MOST_OF_A_MESSAGE = 1000;

    /** Ids are drawn by the block on each connection: they tell events apart and say nothing of their order. */
    static final String OF_MESSAGES = """
            select e.* from unnest(?::bigint[]) as m(id) cross join lateral (
                select e.id, e.tx, e.message_id, e.at, e.phase, e.reason, e.attempt, e.next_at, e.detail::text as detail
                from message_event e where e.message_id = m.id and e.owner_id = ? order by e.at, e.tx, e.id limit ?
            ) e order by e.message_id, e.at, e.tx, e.id
            """;

    private final Transactions transactions;

    /** Reads in transactions of its own. */
    public MessageEvents(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Something that happened to a message.
     *
     * @param at real time
     * @param nextAt business time
     * @param detail more facts as a JSON object, or null
     */
    public record Happened(
            long id,
            long messageId,
            Instant at,
            String phase,
            @Nullable String reason,
            @Nullable Integer attempt,
            @Nullable Instant nextAt,
            @Nullable String detail) {}

    /** The events of those of these messages that are the owner's, in order, by message. */
    public Map<Long, List<Happened>> of(long ownerId, Collection<Long> messageIds) {
        List<Happened> all = transactions.in(connection -> Rows.query(
                connection,
                OF_MESSAGES,
                MessageEvents::read,
                Rows.column(connection, "bigint", List.copyOf(messageIds), id -> id),
                ownerId,
                MOST_OF_A_MESSAGE));
        Map<Long, List<Happened>> byMessage = new HashMap<>();
        for (Happened happened : all) {
            byMessage
                    .computeIfAbsent(happened.messageId(), id -> new ArrayList<>())
                    .add(happened);
        }
        return byMessage;
    }

    private static Happened read(ResultSet row) throws SQLException {
        return new Happened(
                row.getLong("id"),
                row.getLong("message_id"),
                Rows.knownInstant(row, "at"),
                row.getString("phase"),
                row.getString("reason"),
                row.getObject("attempt", Integer.class),
                Rows.instant(row, "next_at"),
                row.getString("detail"));
    }
}
