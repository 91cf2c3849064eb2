package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What a person may do about a message: try a failed one again, force one past limits and hours, say what became of one
 * in doubt. Each deed is audited in its own transaction; none passes an opt-out.
 */
@Component
public class Interventions {

    private static final String FORCE = """
            update message set forced = true, parked = -1, due_at = ?, reason = 'new', updated_at = ?
            where id = ? and state = 'queued'
            """;

    private final Transactions transactions;
    private final Moves moves;
    private final Audit audit;
    private final BusinessTime time;
    private final Clock clock;
    private final LaneHint hint;

    Interventions(Transactions transactions, Moves moves, Audit audit, BusinessTime time, Clock clock, LaneHint hint) {
        this.transactions = transactions;
        this.moves = moves;
        this.audit = audit;
        this.time = time;
        this.clock = clock;
        this.hint = hint;
    }

    /** What is to be done about a message whose row and lane are held. */
    private interface Deed {
        void to(Connection connection, MessageRow message, Circumstances around) throws SQLException;
    }

    /**
     * Puts a failed message back into the queue.
     *
     * @throws Problem {@code message_not_found}, and what {@link InterventionRules#retry} refuses
     */
    public void retry(Caller caller, long messageId) {
        on(caller, messageId, "message.retry", Map.of(), (connection, message, around) -> {
            InterventionRules.retry(message, around);
            moves.write(connection, List.of(retried(message)));
        });
    }

    /**
     * Sends a waiting or failed message ahead of all others, past the number's limits, pacing and hours. It counts for
     * the limits. Never passes an opt-out, a ban, a restriction, a stopped session or a paused campaign.
     *
     * @throws Problem {@code message_not_found}, and what {@link InterventionRules#force} refuses
     */
    public void forceSend(Caller caller, long messageId) {
        on(caller, messageId, "message.force_send", Map.of(), (connection, message, around) -> {
            InterventionRules.force(message, around);
            if (message.state() == MessageState.FAILED) {
                moves.write(connection, List.of(retried(message)));
            }
            Instant now = clock.instant();
            Rows.update(connection, FORCE, time.now(message.simulated()), now, messageId);
            EventLog.append(connection, List.of(forced(message, now)));
        });
    }

    /**
     * Ends the doubt about a message by a person's word.
     *
     * @param acceptDuplicate whether the person accepts that it may arrive twice; asked for when it is sent again
     * @throws Problem {@code message_not_found}, {@code duplicate_not_accepted}, and what
     *     {@link InterventionRules#resolve} refuses
     */
    public void resolve(Caller caller, long messageId, Resolution outcome, boolean acceptDuplicate) {
        if (outcome == Resolution.SEND_AGAIN && !acceptDuplicate) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "duplicate_not_accepted",
                    "The message may arrive twice: say acceptDuplicate to send it again.");
        }
        Map<String, String> detail = Map.of("outcome", outcome.name().toLowerCase(Locale.ROOT));
        on(caller, messageId, "message.resolve", detail, (connection, message, around) -> {
            InterventionRules.resolve(message, around, outcome);
            moves.write(connection, List.of(resolved(message, outcome)));
        });
    }

    private Move resolved(MessageRow message, Resolution outcome) {
        return switch (outcome) {
            case SENT -> Move.to(message, MessageState.SENT, null);
            case FAILED -> Move.to(message, MessageState.FAILED, EndReason.OUTCOME_UNKNOWN.code());
            case SEND_AGAIN -> retried(message);
        };
    }

    private Move retried(MessageRow message) {
        return Move.to(message, MessageState.QUEUED, WaitReason.NEW.code()).dueAt(time.now(message.simulated()));
    }

    private void on(Caller caller, long messageId, String action, Map<String, ?> detail, Deed deed) {
        long lane = transactions.in(connection -> {
            Circumstances around = Circumstances.hold(connection, caller.ownerId(), messageId);
            MessageRow message = MessageRow.lock(connection, List.of(messageId)).getFirst();
            deed.to(connection, message, around);
            audit.record(caller, action, "message:" + messageId, detail);
            return message.laneId();
        });
        hint.changed(lane);
    }

    private static Event forced(MessageRow message, Instant now) {
        return new Event(
                now,
                message.ownerId(),
                Event.Kind.MESSAGE,
                "forced",
                message.id(),
                message.campaignId(),
                null,
                message.laneId(),
                null,
                message.attempts(),
                null,
                null);
    }
}
