package io.staffetta.server.queue;

import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Everything in the queue that is for one person. Called in the transaction of whoever decides about the person, who
 * holds the {@link PersonLock}.
 */
@Component
public class PersonsMessages {

    private final Moves moves;

    PersonsMessages(Moves moves) {
        this.moves = moves;
    }

    /**
     * Ends what waits for these people, without it being sent. What is claimed is ended too: nothing of it has left.
     *
     * @return the lanes it waited in
     */
    public Set<Long> skipWaiting(Connection connection, long ownerId, Collection<Long> phones, EndReason reason)
            throws SQLException {
        return skip(
                connection,
                MessageRow.lockWhere(
                        connection,
                        "m.owner_id = ? and m.phone = any(?) and m.state in ('queued', 'claimed')",
                        ownerId,
                        Rows.column(connection, "bigint", List.copyOf(phones), phone -> phone)),
                reason);
    }

    /**
     * Ends follow-ups that an answer makes needless.
     *
     * @param receivedAt when the answer was received, in real time
     * @return the lanes they waited in
     */
    public Set<Long> skipAnswered(Connection connection, long ownerId, long phone, Instant receivedAt)
            throws SQLException {
        return skip(
                connection,
                MessageRow.lockWhere(
                        connection,
                        "m.owner_id = ? and m.phone = ? and m.state in ('queued', 'claimed')"
                                + " and m.unless_reply_since < ?",
                        ownerId,
                        phone,
                        receivedAt),
                EndReason.REPLIED);
    }

    private Set<Long> skip(Connection connection, List<MessageRow> waiting, EndReason reason) throws SQLException {
        moves.write(
                connection,
                waiting.stream()
                        .map(message -> Move.ending(message, MessageState.SKIPPED, reason))
                        .toList());
        return waiting.stream().map(MessageRow::laneId).collect(Collectors.toSet());
    }
}
