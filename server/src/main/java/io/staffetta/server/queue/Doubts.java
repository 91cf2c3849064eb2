package io.staffetta.server.queue;

import java.util.List;
import org.springframework.stereotype.Component;

/** The messages in doubt, oldest first. */
@Component
public class Doubts {

    static final String IN_DOUBT = """
            select m.id, m.lane_id, m.session_pk, m.engine_message_id, m.phone, l.simulated, m.updated_at
            from message m join lane l on l.id = m.lane_id
            where m.state = 'in_doubt' and m.state in ('claimed', 'sending', 'in_doubt')
                and (m.session_pk, m.id) > (?, ?)
            order by m.session_pk, m.id limit ?
            """;

    private final Transactions transactions;

    /** Reads in transactions of its own. */
    public Doubts(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Some of them, in the order of their sessions, after this place. */
    public List<Doubtful> after(long sessionPk, long messageId, int most) {
        return transactions.in(connection -> Rows.query(
                connection,
                IN_DOUBT,
                row -> new Doubtful(
                        row.getLong("id"),
                        row.getLong("lane_id"),
                        row.getObject("session_pk", Long.class),
                        row.getString("engine_message_id"),
                        row.getLong("phone"),
                        row.getBoolean("simulated"),
                        Rows.knownInstant(row, "updated_at")),
                sessionPk,
                messageId,
                most));
    }
}
