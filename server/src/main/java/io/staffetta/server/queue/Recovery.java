package io.staffetta.server.queue;

import io.staffetta.core.delivery.AfterCrash;
import io.staffetta.core.message.MessageState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Puts things right when a node comes to own sessions whose former owner is gone: what was claimed goes back, since
 * nothing of it left; what was being handed over is in doubt.
 */
@Component
public class Recovery {

    private static final int CHUNK = 500;

    private final Transactions transactions;
    private final Moves moves;

    Recovery(Transactions transactions, Moves moves) {
        this.transactions = transactions;
        this.moves = moves;
    }

    /** Heals the messages of these sessions. Must be done before any of them sends. */
    public Healed takenOver(Collection<SessionTaken> sessions) {
        int released = 0;
        int inDoubt = 0;
        List<SessionTaken> all = new ArrayList<>(sessions);
        for (int from = 0; from < all.size(); from += CHUNK) {
            List<SessionTaken> chunk = all.subList(from, Math.min(all.size(), from + CHUNK));
            Healed healed = transactions.in(connection -> heal(connection, chunk));
            released += healed.released();
            inDoubt += healed.inDoubt();
        }
        return new Healed(released, inDoubt);
    }

    /** How many messages went back into the queue, and how many became doubtful. */
    public record Healed(int released, int inDoubt) {}

    private Healed heal(Connection connection, List<SessionTaken> sessions) throws SQLException {
        List<MessageRow> open = MessageRow.lockWhere(
                connection,
                "m.session_pk = any(?) and m.state in ('claimed', 'sending', 'in_doubt') and m.state <> 'in_doubt'",
                Rows.column(connection, "bigint", sessions, SessionTaken::sessionPk));
        List<Move> healing = new ArrayList<>();
        int released = 0;
        for (MessageRow message : open) {
            MessageState next = AfterCrash.decide(message.state()).orElseThrow();
            if (next == MessageState.QUEUED) {
                released++;
                healing.add(Move.to(message, next, message.reason()));
            } else {
                healing.add(Move.to(message, next, null).withError("process_death"));
            }
        }
        moves.write(connection, healing);
        return new Healed(released, open.size() - released);
    }
}
