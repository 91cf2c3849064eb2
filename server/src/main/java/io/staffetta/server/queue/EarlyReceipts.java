package io.staffetta.server.queue;

import io.staffetta.core.message.ReceiptLevel;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;

/** Receipts for ids that nobody knows yet: with engines that choose ids themselves they may overtake the answer. */
@Component
class EarlyReceipts {

    private static final String KEEP = """
            insert into early_receipt (session_pk, engine_message_id, level, at, received_at) values (?, ?, ?, ?, ?)
            on conflict (session_pk, engine_message_id)
                do update set level = greatest(early_receipt.level, excluded.level)
            """;

    private static final String TAKE = """
            delete from early_receipt r using unnest(?::bigint[], ?::text[]) as b(session_pk, engine_id)
            where r.session_pk = b.session_pk and r.engine_message_id = b.engine_id
            returning r.session_pk, r.engine_message_id, r.level, r.at
            """;

    private final Clock clock;

    EarlyReceipts(Clock clock) {
        this.clock = clock;
    }

    void keep(Connection connection, Word word) throws SQLException {
        if (word instanceof Word.Received received) {
            Rows.update(
                    connection,
                    KEEP,
                    received.sessionPk(),
                    received.engineMessageId(),
                    received.level().rank(),
                    received.at(),
                    clock.instant());
        }
    }

    /** Applies what was kept to messages that have just learnt their engine's id. */
    void apply(
            Connection connection,
            List<List<Move>> rounds,
            BiFunction<Word.Received, MessageRow, Optional<Move>> receipt,
            Moves moves)
            throws SQLException {
        Map<String, MessageRow> named = new HashMap<>();
        for (List<Move> round : rounds) {
            for (Move move : round) {
                String id = move.engineMessageId();
                if (id != null && !id.equals(move.message().engineMessageId())) {
                    named.put(id, move.after());
                }
            }
        }
        if (named.isEmpty()) {
            return;
        }
        List<Map.Entry<String, MessageRow>> batch = List.copyOf(named.entrySet());
        List<Word.Received> kept = Rows.query(
                connection,
                TAKE,
                row -> new Word.Received(
                        row.getLong(1),
                        row.getString(2),
                        ReceiptLevel.ofRank(row.getInt(3)),
                        Rows.knownInstant(row, "at")),
                Rows.column(connection, "bigint", batch, e -> e.getValue().sessionPk()),
                Rows.column(connection, "text", batch, Map.Entry::getKey));
        List<Move> late = new ArrayList<>();
        for (Word.Received received : kept) {
            MessageRow row = named.get(received.engineMessageId());
            if (row != null) {
                receipt.apply(received, row).ifPresent(late::add);
            }
        }
        moves.write(connection, late);
    }
}
