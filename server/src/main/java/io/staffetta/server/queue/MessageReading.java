package io.staffetta.server.queue;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.session.SessionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns rows of messages, with their lanes and sessions, into what people see. */
final class MessageReading {

    static final String SELECT = """
            select m.id, m.campaign_id, c.public_id, sender.session_id, m.recipient_id, m.phone, m.step,
                case when m.state = 'queued' then coalesce((select max(v.version) from campaign_step v
                    where v.campaign_id = m.campaign_id and v.step = m.step), m.step_version) else m.step_version end
                    as text_version,
                m.body, m.content, m.kind, m.state, m.reason, m.due_at, m.parked, m.forced, m.attempts, m.last_error, m.created_at,
                m.sending_at, m.sent_at, m.updated_at, m.expires_at, l.status as lane_status, l.wait_reason,
                l.next_at, l.simulated, s.state as session_state, s.restricted_until
            from message m join lane l on l.id = m.lane_id
            left join campaign c on c.id = m.campaign_id
            left join wa_session s on s.id = l.session_pk
            left join wa_session sender on sender.id = coalesce(m.session_pk, l.session_pk)
            """;

    private MessageReading() {}

    static MessageSummary summary(ResultSet row, BusinessTime time) throws SQLException {
        MessageState state = MessageState.of(row.getString("state"));
        MessageWait wait = state == MessageState.QUEUED ? wait(row, time) : null;
        return new MessageSummary(
                row.getLong("id"),
                row.getString("public_id"),
                row.getString("session_id"),
                row.getLong("phone"),
                row.getInt("step"),
                row.getInt("text_version"),
                MessageKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                state,
                wait == null ? row.getString("reason") : wait.reason().code(),
                wait == null ? null : wait.nextAt(),
                row.getInt("attempts"),
                row.getBoolean("forced"),
                row.getString("last_error"),
                Rows.knownInstant(row, "created_at"),
                Rows.knownInstant(row, "due_at"),
                Rows.instant(row, "sending_at"),
                Rows.instant(row, "sent_at"),
                Rows.knownInstant(row, "updated_at"));
    }

    private static MessageWait wait(ResultSet row, BusinessTime time) throws SQLException {
        String session = row.getString("session_state");
        return MessageWait.of(
                new MessageWait.Facts(
                        reason(row.getString("reason"), WaitReason.NEW),
                        Rows.knownInstant(row, "due_at"),
                        LaneStatus.of(row.getString("lane_status")),
                        row.getString("wait_reason") == null ? null : WaitReason.of(row.getString("wait_reason")),
                        Rows.instant(row, "next_at"),
                        session != null && SessionState.of(session).up(),
                        row.getLong("parked") > 0
                                && SessionState.RESTRICTED.code().equals(session),
                        Rows.instant(row, "restricted_until"),
                        row.getBoolean("forced")),
                time.now(row.getBoolean("simulated")));
    }

    private static WaitReason reason(@Nullable String code, WaitReason otherwise) {
        return code == null ? otherwise : WaitReason.of(code);
    }

    /** Messages of campaigns have no event of their own for being planned: their story begins with their row. */
    static MessageStory story(ResultSet row, BusinessTime time, List<MessageStory.Step> steps) throws SQLException {
        MessageSummary summary = summary(row, time);
        List<MessageStory.Step> timeline = new ArrayList<>();
        if (steps.isEmpty() || !begins(steps.getFirst())) {
            timeline.add(queued(summary.createdAt()));
        }
        timeline.addAll(steps);
        return new MessageStory(
                summary,
                row.getString("body"),
                MessageContent.stored(row.getString("content")),
                row.getObject("campaign_id", Long.class),
                row.getObject("recipient_id", Long.class),
                summary.textVersion(),
                Rows.instant(row, "expires_at"),
                timeline);
    }

    static MessageStory.Step step(ResultSet row) throws SQLException {
        return new MessageStory.Step(
                Rows.knownInstant(row, "at"),
                row.getString("phase"),
                row.getString("session_id"),
                row.getString("reason"),
                row.getObject("attempt", Integer.class),
                Rows.instant(row, "next_at"));
    }

    private static boolean begins(MessageStory.Step step) {
        return step.phase().equals(MessageState.QUEUED.code()) && step.attempt() == null;
    }

    private static MessageStory.Step queued(Instant at) {
        return new MessageStory.Step(at, MessageState.QUEUED.code(), null, null, null, null);
    }
}
