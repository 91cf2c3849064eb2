package io.staffetta.server.session;

import io.staffetta.core.engine.NumberQuality;
import io.staffetta.server.queue.NumberLock;
import io.staffetta.server.session.JournalEntry.Forget;
import io.staffetta.server.session.JournalEntry.Keep;
import io.staffetta.server.session.JournalEntry.Move;
import io.staffetta.server.session.Session.NumberRestriction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows with what is observed of sessions: one statement for many sessions. */
final class ObservedRows {

    private static final String OWNERS = """
            select session_pk, epoch from session_owner where session_pk = any(?) order by session_pk for share
            """;
    private static final String KEEP = """
            insert into session_credential as c (session_pk, nonce, ciphertext, updated_at)
            select pk, decode(nonce, 'hex'), decode(box, 'hex'), at
            from unnest(?, ?, ?, ?::timestamptz[]) as v (pk, nonce, box, at)
            on conflict (session_pk) do update
                set nonce = excluded.nonce, ciphertext = excluded.ciphertext, updated_at = excluded.updated_at
            """;
    private static final String FORGET = "delete from session_credential where session_pk = any(?)";
    private static final String MOVE = """
            update wa_session s set
                state = v.state, state_reason = v.reason, state_detail = v.detail, state_since = v.since,
                phone = v.phone, display_name = v.display_name, quality = v.quality,
                ready_at = case when v.ready then v.since else s.ready_at end,
                restriction_id =
                    case when v.restriction_id = 0 then nextval('restriction_ids') else s.restriction_id end,
                restricted_until = v.restricted_until, restriction_kind = v.restriction_kind,
                updated_at = v.at
            from unnest(?, ?, ?, ?, ?::timestamptz[], ?, ?, ?, ?, ?, ?::timestamptz[], ?, ?::timestamptz[]) as v (
                pk, state, reason, detail, since, phone, display_name, quality, ready, restriction_id, restricted_until,
                restriction_kind, at)
            where s.id = v.pk
            returning s.id, s.restriction_id
            """;
    private static final String ADOPT_LOG = """
            update send_log l set number_key = v.phone
            from unnest(?, ?) as v (pk, phone)
            where l.number_key = -v.pk
            """;
    private static final String FORGET_WRITERS = "delete from send_log_writer where number_key = any(?)";

    private final Connection connection;

    ObservedRows(Connection connection) {
        this.connection = connection;
    }

    /** The epochs in which these sessions are owned now; nobody takes them before the transaction ends. */
    Map<Long, Long> owners(List<JournalEntry> entries) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OWNERS)) {
            columns(select, entries).add("bigint", e -> e.of().sessionPk());
            return pairs(select);
        }
    }

    void keep(List<Keep> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            columns(insert, entries)
                    .add("bigint", e -> e.of().sessionPk())
                    .add("text", e -> HexFormat.of().formatHex(e.sealed().nonce()))
                    .add("text", e -> HexFormat.of().formatHex(e.sealed().box()))
                    .add("text", e -> e.at().toString());
            insert.executeUpdate();
        }
    }

    void forget(List<Forget> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            columns(delete, entries).add("bigint", e -> e.of().sessionPk());
            delete.executeUpdate();
        }
    }

    /** Writes the moves and answers the number of each session's restriction. */
    Map<Long, Long> move(List<Move> entries) throws SQLException {
        if (entries.isEmpty()) {
            return Map.of();
        }
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            columns(update, entries)
                    .add("bigint", m -> m.of().sessionPk())
                    .add("text", m -> m.condition().state().code())
                    .add("text", m -> m.condition().reason())
                    .add("text", m -> m.condition().detail())
                    .add("text", m -> m.condition().since().toString())
                    .add("bigint", m -> m.account().phone())
                    .add("text", m -> m.account().displayName())
                    .add("text", m -> quality(m.account().quality()))
                    .add("boolean", Move::ready)
                    .add("bigint", m -> of(m, NumberRestriction::id))
                    .add("text", m -> of(m, restriction -> restriction.until().toString()))
                    .add("text", m -> of(m, NumberRestriction::kind))
                    .add("text", m -> m.at().toString());
            return pairs(update);
        }
    }

    /** What was sent while the number was unknown counts for the number from now on. */
    void adoptLog(List<Move> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        NumberLock.take(
                connection,
                entries.stream()
                        .flatMap(m -> Stream.of(
                                Optional.of(-m.of().sessionPk()),
                                Optional.ofNullable(m.account().phone())))
                        .flatMap(Optional::stream)
                        .toList());
        int adopted;
        try (PreparedStatement update = connection.prepareStatement(ADOPT_LOG)) {
            columns(update, entries)
                    .add("bigint", m -> m.of().sessionPk())
                    .add("bigint", m -> m.account().phone());
            adopted = update.executeUpdate();
        }
        if (adopted > 0) {
            try (PreparedStatement delete = connection.prepareStatement(FORGET_WRITERS)) {
                columns(delete, entries).add("bigint", m -> m.account().phone());
                delete.executeUpdate();
            }
        }
    }

    private <T> Columns<T> columns(PreparedStatement statement, List<T> rows) {
        return new Columns<>(connection, statement, rows);
    }

    private static @Nullable String quality(@Nullable NumberQuality known) {
        return known == null ? null : known.code();
    }

    private static @Nullable Object of(Move move, Function<NumberRestriction, Object> part) {
        NumberRestriction restriction = move.restriction();
        return restriction == null ? null : part.apply(restriction);
    }

    private static Map<Long, Long> pairs(PreparedStatement query) throws SQLException {
        Map<Long, Long> pairs = new HashMap<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                pairs.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return pairs;
    }
}
