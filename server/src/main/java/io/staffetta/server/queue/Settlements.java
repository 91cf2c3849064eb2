package io.staffetta.server.queue;

import io.staffetta.core.delivery.AfterEvidence;
import io.staffetta.core.delivery.AfterOutcome;
import io.staffetta.core.delivery.AfterReceipt;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.Backoff;
import io.staffetta.core.pacing.BusinessTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes what engines said about messages (answers, receipts, evidence) and moves the messages accordingly. A batch is
 * one transaction: lock the messages, decide by the core's rules, write.
 */
@Component
class Settlements {

    private static final String BY_ENGINE_ID =
            "select id, engine_message_id from message where engine_message_id = any(?)";

    private final Moves moves;
    private final EarlyReceipts early;
    private final BusinessTime time;
    private final RandomGenerator random;

    Settlements(Moves moves, EarlyReceipts early, BusinessTime time, RandomGenerator random) {
        this.moves = moves;
        this.early = early;
        this.time = time;
        this.random = random;
    }

    /** Applies a batch; each answer is the state its message is in afterwards, or null if there is no such message. */
    List<Settled> commit(Connection connection, List<Word> words) throws SQLException {
        Map<String, Long> byEngineId = idsByEngineId(connection, words);
        TreeSet<Long> ids = new TreeSet<>(byEngineId.values());
        for (Word word : words) {
            word.messageId().ifPresent(ids::add);
            if (word.attemptId() != null) {
                ids.add(AttemptIds.messageId(word.attemptId()));
            }
        }
        Map<Long, MessageRow> rows = new HashMap<>();
        MessageRow.lock(connection, List.copyOf(ids)).forEach(row -> rows.put(row.id(), row));
        List<List<Move>> rounds = new ArrayList<>();
        Map<Long, Integer> movesSoFar = new HashMap<>();
        List<Settled> answers = new ArrayList<>();
        for (Word word : words) {
            Long id = word.messageId().orElse(byEngineId.get(word.engineMessageId()));
            MessageRow row = id == null ? ofAttempt(word, rows) : rows.get(id);
            if (row == null) {
                early.keep(connection, word);
                answers.add(new Settled(null, null, null));
                continue;
            }
            Optional<Move> move = decide(word, row);
            if (move.isPresent()) {
                int round = movesSoFar.merge(row.id(), 1, Integer::sum) - 1;
                if (rounds.size() <= round) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(round).add(move.get());
                rows.put(row.id(), move.get().after());
            }
            answers.add(new Settled(
                    move.map(Move::to).orElse(row.state()),
                    move.map(Move::dueAt).orElse(null),
                    move.isPresent() && word instanceof Word.Undelivered told ? RefusedMessage.of(row, told) : null));
        }
        for (List<Move> round : rounds) {
            moves.write(connection, round);
        }
        early.apply(connection, rounds, this::receipt, moves);
        return answers;
    }

    private Optional<Move> decide(Word word, MessageRow row) {
        return switch (word) {
            case Word.Answered answered -> answered(answered.outcome(), row);
            case Word.Received received -> receipt(received, row);
            case Word.Undelivered undelivered -> undelivered(undelivered, row);
            case Word.LookedUp lookedUp -> evidence(lookedUp, row);
            case Word.NoText noText ->
                row.state() == MessageState.CLAIMED
                        ? Optional.of(Move.ending(row, MessageState.FAILED, EndReason.TEMPLATE_ERROR)
                                .withError(noText.detail()))
                        : Optional.empty();
        };
    }

    private Optional<Move> answered(Outcome outcome, MessageRow row) {
        Mark mark = outcome.mark();
        if (row.state() == MessageState.CLAIMED
                && mark.claim().ownerEpoch() == (row.ownerEpoch() == null ? -1 : row.ownerEpoch())) {
            // The mark was not committed after all, and nothing was handed over.
            return Optional.of(Move.to(row, MessageState.QUEUED, row.reason()));
        }
        boolean same = mark.attemptId().equals(row.attemptId());
        if (!same || (row.state() != MessageState.SENDING && row.state() != MessageState.IN_DOUBT)) {
            return Optional.empty();
        }
        Instant now = time.now(row.simulated());
        Instant since = row.firstAttemptAt() == null ? now : row.firstAttemptAt();
        AfterOutcome.Next next = AfterOutcome.decide(
                outcome.outcome(),
                new AfterOutcome.Attempt(Math.max(1, row.attempts()), since, now, resendUntil(row)),
                Backoff.OF_MESSAGES,
                random);
        return next.state() == row.state() ? Optional.empty() : Optional.of(move(row, next, outcome));
    }

    private static Move move(MessageRow row, AfterOutcome.Next next, Outcome outcome) {
        return switch (next) {
            case AfterOutcome.Next.Sent sent ->
                Move.to(row, MessageState.SENT, null).withEngineId(sent.engineMessageId());
            case AfterOutcome.Next.Retry retry -> {
                Move back = Move.to(row, MessageState.QUEUED, WaitReason.RETRY.code())
                        .dueAt(retry.due())
                        .withError(Outcome.words(outcome.outcome()))
                        .withNothingLeft();
                yield retry.burnsAttempt() ? back : back.unburnt();
            }
            case AfterOutcome.Next.Park park ->
                Move.to(row, MessageState.QUEUED, WaitReason.NEW.code())
                        .withError(Outcome.words(outcome.outcome()))
                        .withNothingLeft()
                        .unburnt()
                        .parked(outcome.restrictionId());
            case AfterOutcome.Next.Resend resend ->
                Move.to(row, MessageState.QUEUED, WaitReason.RETRY.code())
                        .dueAt(resend.due())
                        .withError(Outcome.words(outcome.outcome()));
            case AfterOutcome.Next.Fail fail -> {
                Move ending = Move.ending(row, MessageState.FAILED, fail.reason())
                        .withError(Outcome.words(outcome.outcome()));
                yield fail.nothingLeft() ? ending.withNothingLeft() : ending;
            }
            case AfterOutcome.Next.Doubt doubt ->
                Move.to(row, MessageState.IN_DOUBT, null).withError(doubt.cause());
        };
    }

    private Optional<Move> receipt(Word.Received received, MessageRow row) {
        return mine(row, received.sessionPk())
                ? AfterReceipt.decide(row.state(), row.mayHaveLeft(), received.level())
                        .map(to -> Move.to(row, to, null).withEngineId(received.engineMessageId()))
                : Optional.empty();
    }

    private static Optional<Move> undelivered(Word.Undelivered word, MessageRow row) {
        return mine(row, word.sessionPk())
                ? AfterReceipt.undeliverable(row.state(), row.mayHaveLeft())
                        .map(to -> Move.to(row, to, reason(to, word.refusal()).code())
                                .withError(word.refusal().detail())
                                .withEngineId(word.engineMessageId()))
                : Optional.empty();
    }

    /** The message whose attempt an engine echoes: its answer may never have come, and with it the engine's id. */
    private static @Nullable MessageRow ofAttempt(Word word, Map<Long, MessageRow> rows) {
        UUID attempt = word.attemptId();
        MessageRow row = attempt == null ? null : rows.get(AttemptIds.messageId(attempt));
        return row != null && row.attemptId() != null && row.attemptId().equals(attempt) ? row : null;
    }

    private Optional<Move> evidence(Word.LookedUp lookedUp, MessageRow row) {
        if (row.state() != MessageState.IN_DOUBT) {
            return Optional.empty();
        }
        Instant now = time.now(row.simulated());
        return switch (AfterEvidence.decide(
                lookedUp.evidence(),
                new AfterEvidence.Doubt(
                        lookedUp.doubted(), lookedUp.formerOwnerGone(), row.attempts(), now, resendUntil(row)),
                Backoff.OF_MESSAGES)) {
            case AfterEvidence.Next.Left left -> Optional.of(Move.to(row, left.state(), null));
            case AfterEvidence.Next.Requeue requeue ->
                Optional.of(Move.to(row, MessageState.QUEUED, WaitReason.RETRY.code())
                        .dueAt(now)
                        .withNothingLeft()
                        .unburnt());
            case AfterEvidence.Next.Resend resend ->
                Optional.of(Move.to(row, MessageState.QUEUED, WaitReason.RETRY.code())
                        .dueAt(now.plus(Duration.ofSeconds(5))));
            case AfterEvidence.Next.GiveUp giveUp ->
                Optional.of(Move.to(row, MessageState.UNCONFIRMED, EndReason.OUTCOME_UNKNOWN.code()));
            case AfterEvidence.Next.Wait wait -> Optional.empty();
        };
    }

    private static EndReason reason(MessageState end, SendOutcome.Refused refusal) {
        return end == MessageState.UNCONFIRMED ? EndReason.OUTCOME_UNKNOWN : refusal.reason();
    }

    private static Optional<Instant> resendUntil(MessageRow row) {
        return row.resendUncertain() ? Optional.ofNullable(row.expiresAt()) : Optional.empty();
    }

    private static boolean mine(MessageRow row, long sessionPk) {
        // What waits for another attempt is nobody's; the id of the earlier one is known to its own session alone.
        return row.sessionPk() == null ? row.mayHaveLeft() : row.sessionPk() == sessionPk;
    }

    private static Map<String, Long> idsByEngineId(Connection connection, List<Word> words) throws SQLException {
        List<String> engineIds = words.stream()
                .flatMap(word -> Stream.ofNullable(word.engineMessageId()))
                .distinct()
                .toList();
        Map<String, Long> ids = new HashMap<>();
        if (!engineIds.isEmpty()) {
            Rows.query(
                    connection,
                    BY_ENGINE_ID,
                    row -> ids.put(row.getString(2), row.getLong(1)),
                    Rows.column(connection, "text", engineIds, id -> id));
        }
        return ids;
    }

    /** What a word did: the message's state now, when it is due again, and whether it ended by it as undeliverable. */
    record Settled(
            @Nullable MessageState state,
            @Nullable Instant dueAt,
            @Nullable RefusedMessage undelivered) {}
}
