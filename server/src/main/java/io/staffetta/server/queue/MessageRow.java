package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as it is, its row locked: what decisions about it are made from. */
record MessageRow(
        long id,
        long ownerId,
        long laneId,
        boolean simulated,
        @Nullable Long campaignId,
        int step,
        long phone,
        MessageState state,
        @Nullable String reason,
        int attempts,
        @Nullable Long ownerEpoch,
        @Nullable Long sessionPk,
        @Nullable UUID attemptId,
        @Nullable String engineMessageId,
        boolean forced,
        boolean resendUncertain,
        boolean mayHaveLeft,
        @Nullable Instant expiresAt,
        Instant createdAt,
        @Nullable Instant firstAttemptAt,
        @Nullable Instant sendingAt,
        Instant updatedAt) {

    private static final String SELECT = """
            select m.id, m.owner_id, m.lane_id, l.simulated, m.campaign_id, m.step, m.phone, m.state, m.reason,
                m.attempts, m.owner_epoch, m.session_pk, m.attempt_id, m.engine_message_id, m.forced,
                m.resend_uncertain, m.may_have_left, m.expires_at, m.created_at, m.first_attempt_at, m.sending_at, m.updated_at
            from message m join lane l on l.id = m.lane_id
            """;

    /** Locks these messages, always in the order of their ids so that no two writers wait for each other. */
    static List<MessageRow> lock(Connection connection, List<Long> ids) throws SQLException {
        return Rows.query(
                connection,
                SELECT + " where m.id = any(?) order by m.id for no key update of m",
                MessageRow::read,
                Rows.column(connection, "bigint", ids, id -> id));
    }

    /** Locks the messages that an engine knows under these ids. */
    static List<MessageRow> lockByEngineId(Connection connection, List<String> engineIds) throws SQLException {
        return Rows.query(
                connection,
                SELECT + " where m.engine_message_id = any(?) order by m.id for no key update of m",
                MessageRow::read,
                Rows.column(connection, "text", engineIds, id -> id));
    }

    /** Locks messages found by a condition on {@code m}, such as those of one session that are open. */
    static List<MessageRow> lockWhere(Connection connection, String condition, Object... params) throws SQLException {
        return Rows.query(
                connection,
                SELECT + " where " + condition + " order by m.id for no key update of m",
                MessageRow::read,
                params);
    }

    /** The same message in another state, and whether by now an attempt of it may have left. */
    MessageRow in(MessageState now, boolean leftOpen) {
        return new MessageRow(
                id,
                ownerId,
                laneId,
                simulated,
                campaignId,
                step,
                phone,
                now,
                reason,
                attempts,
                ownerEpoch,
                sessionPk,
                attemptId,
                engineMessageId,
                forced,
                resendUncertain,
                leftOpen,
                expiresAt,
                createdAt,
                firstAttemptAt,
                sendingAt,
                updatedAt);
    }

    private static MessageRow read(ResultSet row) throws SQLException {
        return new MessageRow(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getLong("lane_id"),
                row.getBoolean("simulated"),
                row.getObject("campaign_id", Long.class),
                row.getInt("step"),
                row.getLong("phone"),
                MessageState.of(row.getString("state")),
                row.getString("reason"),
                row.getInt("attempts"),
                row.getObject("owner_epoch", Long.class),
                row.getObject("session_pk", Long.class),
                row.getObject("attempt_id", UUID.class),
                row.getString("engine_message_id"),
                row.getBoolean("forced"),
                row.getBoolean("resend_uncertain"),
                row.getBoolean("may_have_left"),
                Rows.instant(row, "expires_at"),
                Rows.knownInstant(row, "created_at"),
                Rows.instant(row, "first_attempt_at"),
                Rows.instant(row, "sending_at"),
                Rows.knownInstant(row, "updated_at"));
    }
}
