package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.ReceiptLevel;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementsTest {

    private final QueueWorld world = new QueueWorld();
    private long session;
    private long campaign;
    private long lane;
    private Mark mark = new Mark(
            new Claimed(0, 0, 0, 0, 0, 0, null, null, 0, 0, 0, null, MessageContent.TEXT, false, 0, QueueWorld.START),
            new java.util.UUID(0, 0),
            "",
            0,
            QueueWorld.START,
            false,
            true);
    private long message;

    @BeforeEach
    void aMessageMarkedAsSending() {
        session = world.session();
        campaign = world.campaign(session, 2);
        lane = world.lanes.ofCampaign(campaign);
        mark = world.mark(world.claim(lane, session, 1).getFirst());
        message = mark.claim().id();
        assertThat(world.commit(mark)).isInstanceOf(Marked.Go.class);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anAcceptedMessageIsSentAndCounted() {
        world.answer(mark, new SendOutcome.Accepted(mark.messageId()));

        assertThat(world.state(message)).isEqualTo(MessageState.SENT);
        assertThat(world.count("select sent from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.count("select messages_sent from session_stats where session_pk = ?", session))
                .isOne();
    }

    @Test
    void whatSurelyDidNotLeaveGoesBackAndFreesItsSlot() {
        world.answer(mark, new SendOutcome.NotSent(SendOutcome.Cause.UNREACHABLE, "refused", Optional.empty()));

        assertThat(world.state(message)).isEqualTo(MessageState.QUEUED);
        assertThat(world.text("select reason from message where id = ?", message))
                .isEqualTo("retry");
        assertThat(world.count("select count(*) from send_log where message_id = ?", message))
                .isZero();
        assertThat(world.count("select attempts from message where id = ?", message))
                .isOne();
    }

    @Test
    void aSessionThatIsNotReadyBurnsNoAttempt() {
        world.answer(mark, new SendOutcome.NotSent(SendOutcome.Cause.SESSION_NOT_READY, "down", Optional.empty()));

        assertThat(world.count("select attempts from message where id = ?", message))
                .isZero();
    }

    @Test
    void anUnknownOutcomeIsInDoubtAndNeverGoesBackByItself() {
        world.answer(mark, new SendOutcome.Unknown("read_timeout"));

        assertThat(world.state(message)).isEqualTo(MessageState.IN_DOUBT);
        assertThat(world.count("select in_doubt from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.claim(lane, session, 5)).extracting(Claimed::id).doesNotContain(message);
        assertThat(world.count("select count(*) from send_log where message_id = ?", message))
                .isOne();
    }

    @Test
    void aReceiptBeforeTheAnswerIsAsGoodAsTheAnswer() {
        world.settle(received(ReceiptLevel.DELIVERED));
        world.answer(mark, new SendOutcome.Accepted(mark.messageId()));

        assertThat(world.state(message)).isEqualTo(MessageState.DELIVERED);
        assertThat(world.count("select sent from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.count("select delivered from campaign where id = ?", campaign))
                .isOne();
    }

    @Test
    void whatArrivedBeforeItsAnswerIsToldAsSentOnceToo() {
        world.settle(received(ReceiptLevel.READ));
        world.answer(mark, new SendOutcome.Accepted(mark.messageId()));

        assertThat(phases()).containsExactly("sending", "sent", "read");
    }

    @Test
    void receiptsOnlyRise() {
        world.answer(mark, new SendOutcome.Accepted(mark.messageId()));
        world.settle(received(ReceiptLevel.READ));
        world.settle(received(ReceiptLevel.DELIVERED));
        world.settle(received(ReceiptLevel.READ));

        assertThat(world.state(message)).isEqualTo(MessageState.READ);
        assertThat(world.count("select read from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.count("select count(*) from message_event where message_id = ? and phase = 'read'", message))
                .isOne();
    }

    @Test
    void severalWordsAboutOneMessageInOneCommitAllCount() {
        List<Word> words = List.of(
                new Word.Answered(new Outcome(mark, new SendOutcome.Accepted(mark.messageId()), 0)),
                received(ReceiptLevel.DELIVERED),
                received(ReceiptLevel.READ));

        world.transactions.in(connection -> world.settlements.commit(connection, words));

        assertThat(world.state(message)).isEqualTo(MessageState.READ);
        assertThat(phases()).containsExactly("sending", "sent", "delivered", "read");
    }

    private List<String> phases() {
        return world.jdbc
                .sql("select phase from message_event where message_id = ? order by tx, id")
                .param(message)
                .query(String.class)
                .list();
    }

    @Test
    void aReceiptFromAnotherSessionSaysNothing() {
        long stranger = world.session();
        world.settle(new Word.Received(stranger, mark.messageId(), ReceiptLevel.READ, QueueWorld.START));

        assertThat(world.state(message)).isEqualTo(MessageState.SENDING);
    }

    @Test
    void aReceiptThatCameBeforeTheEnginesOwnIdIsKeptForIt() {
        world.settle(new Word.Received(session, "wamid.1", ReceiptLevel.DELIVERED, QueueWorld.START));
        world.answer(mark, new SendOutcome.Accepted("wamid.1"));

        assertThat(world.state(message)).isEqualTo(MessageState.DELIVERED);
        assertThat(world.count("select count(*) from early_receipt")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = EndReason.class,
            names = {"NOT_ON_WHATSAPP", "INVALID_NUMBER", "REFUSED", "OPTED_OUT", "NOT_DELIVERED"})
    void whatTurnsOutUndeliverableEndsForItsOwnReasonAndIsToldOnce(EndReason reason) {
        world.answer(mark, new SendOutcome.Accepted("wamid.1"));
        SendOutcome.Refused refusal = new SendOutcome.Refused(reason, "131999", SendOutcome.Scope.TEMPLATE);
        Word failed = new Word.Undelivered(session, "wamid.1", refusal, QueueWorld.START, mark.attemptId());

        Settlements.Settled settled = settle(failed);

        assertThat(endOf(mark)).isEqualTo("failed " + reason.code() + " 131999");
        assertThat(settled.undelivered())
                .isEqualTo(new RefusedMessage(
                        message, world.owner, session, campaign, mark.claim().phone(), refusal, QueueWorld.START));
        assertThat(settle(failed).undelivered()).as("said again").isNull();
        assertThat(world.count("select failed from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.count("select sent from campaign where id = ?", campaign))
                .isZero();
        assertThat(world.count("select count(*) from send_log where message_id = ?", message))
                .as("the number was seen writing, so it counts")
                .isOne();
    }

    @Test
    void whatWasReportedUndeliverableIsSentAgainOnlyByAPersonAndThenTheOldReportSaysNothing() {
        world.answer(mark, new SendOutcome.Accepted("wamid.1"));
        Word failed = new Word.Undelivered(
                session,
                "wamid.1",
                new SendOutcome.Refused(EndReason.NOT_DELIVERED, "131000"),
                QueueWorld.START,
                mark.attemptId());
        settle(failed);
        assertThat(world.claim(lane, session, 5)).extracting(Claimed::id).doesNotContain(message);
        world.transactions.in(connection -> {
            MessageRow row = MessageRow.lock(connection, List.of(message)).getFirst();
            world.moves.write(
                    connection, List.of(Move.to(row, MessageState.QUEUED, "new").dueAt(world.clock.instant())));
            return row;
        });
        Mark second = world.mark(world.claim(lane, session, 5).stream()
                .filter(claim -> claim.id() == message)
                .findFirst()
                .orElseThrow());
        settle(failed);
        assertThat(world.commit(second)).isInstanceOf(Marked.Go.class);
        settle(failed);
        world.answer(second, new SendOutcome.Accepted("wamid.2"));
        settle(failed);

        assertThat(world.state(message)).isEqualTo(MessageState.SENT);
    }

    private Settlements.Settled settle(Word word) {
        return world.transactions
                .in(connection -> world.settlements.commit(connection, List.of(word)))
                .getFirst();
    }

    @Test
    void evidenceThatItNeverArrivedPutsItBackOnce() {
        world.answer(mark, new SendOutcome.Unknown("reset"));
        world.settle(new Word.LookedUp(message, new Evidence.NeverHad(), Duration.ZERO, true));

        assertThat(world.state(message)).isEqualTo(MessageState.QUEUED);
        assertThat(world.count("select in_doubt from campaign where id = ?", campaign))
                .isZero();
        assertThat(world.count("select count(*) from send_log where message_id = ?", message))
                .isZero();
    }

    @Test
    void withoutEvidenceItEndsUnconfirmedAndLateEvidenceStillMovesIt() {
        world.answer(mark, new SendOutcome.Unknown("reset"));
        world.settle(new Word.LookedUp(message, new Evidence.NotKnown(), Duration.ofMinutes(9), true));
        assertThat(world.state(message)).isEqualTo(MessageState.IN_DOUBT);
        world.settle(new Word.LookedUp(message, new Evidence.NotKnown(), Duration.ofMinutes(10), true));
        assertThat(world.state(message)).isEqualTo(MessageState.UNCONFIRMED);

        world.settle(received(ReceiptLevel.READ));

        assertThat(world.state(message)).isEqualTo(MessageState.READ);
        assertThat(world.count("select unconfirmed from campaign where id = ?", campaign))
                .isZero();
    }

    @Test
    void aCampaignIsCompletedWithItsLastMessageAndNotBefore() {
        world.answer(mark, new SendOutcome.Accepted(mark.messageId()));
        assertThat(world.text("select status from campaign where id = ?", campaign))
                .isEqualTo("running");

        Mark last = world.mark(world.claim(lane, session, 1).getFirst());
        world.commit(last);
        world.answer(last, new SendOutcome.Refused(EndReason.NOT_ON_WHATSAPP, "no account"));

        assertThat(world.text("select status from campaign where id = ?", campaign))
                .isEqualTo("completed");
    }

    @Test
    void theFollowUpIsPlannedWithTheMessageThatLeft() {
        long withFollowUp = world.campaign(session, 1, "Hai visto?");
        long itsLane = world.lanes.ofCampaign(withFollowUp);
        Mark first = world.mark(world.claim(itsLane, session, 1).getFirst());
        world.commit(first);
        world.answer(first, new SendOutcome.Accepted(first.messageId()));

        assertThat(world.text("select status from campaign where id = ?", withFollowUp))
                .isEqualTo("running");
        assertThat(world.count("select total from campaign where id = ?", withFollowUp))
                .isEqualTo(2);
        assertThat(world.claim(itsLane, session, 1)).isEmpty();
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.claim(itsLane, session, 1)).extracting(Claimed::step).containsExactly(1);
    }

    @Test
    void aMarkWhoseCommitIsUnknownIsTakenBackWhetherItWasWrittenOrNot() {
        Mark second = world.mark(world.claim(lane, session, 1).getFirst());
        SendOutcome notSent =
                new SendOutcome.NotSent(SendOutcome.Cause.SESSION_NOT_READY, "database away", Optional.empty());

        world.answer(second, notSent);
        world.answer(mark, notSent);

        assertThat(world.state(second.claim().id())).isEqualTo(MessageState.QUEUED);
        assertThat(world.state(message)).isEqualTo(MessageState.QUEUED);
    }

    @Test
    void aCrashLeavesClaimsFreeAndSendingsInDoubt() {
        Claimed claimed = world.claim(lane, session, 1).getFirst();

        Recovery.Healed healed = world.recovery.takenOver(List.of(new SessionTaken(session, 2)));

        assertThat(healed).isEqualTo(new Recovery.Healed(1, 1));
        assertThat(world.state(claimed.id())).isEqualTo(MessageState.QUEUED);
        assertThat(world.state(message)).isEqualTo(MessageState.IN_DOUBT);
    }

    @Test
    void aResendThatRunsOutOfTimeWhileItWaitsEndsUnconfirmed() {
        Mark first = unknownAndToBeSentAgain();
        world.clock.advance(Duration.ofHours(2));
        Claimed again = world.claim(world.lanes.directOf(session), session, 1).getFirst();

        assertThat(world.commit(world.mark(again))).isEqualTo(new Marked.Ended(EndReason.EXPIRED));

        assertThat(endOf(first)).isEqualTo("unconfirmed outcome_unknown expired");
        assertThat(world.count("select count(*) from send_log where message_id = ?", again.id()))
                .as("it may have left, so it counts")
                .isOne();
    }

    @Test
    void aResendToSomebodyWhoOptsOutMeanwhileEndsUnconfirmed() {
        Mark first = unknownAndToBeSentAgain();

        world.transactions.in(connection -> new PersonsMessages(world.moves)
                .skipWaiting(connection, world.owner, List.of(first.claim().phone()), EndReason.OPTED_OUT));

        assertThat(endOf(first)).isEqualTo("unconfirmed outcome_unknown opted_out");
    }

    @Test
    void aResendWhoseNextAttemptIsRefusedEndsUnconfirmed() {
        Mark first = unknownAndToBeSentAgain();
        world.clock.advance(Duration.ofMinutes(11));
        Mark second = world.mark(
                world.claim(world.lanes.directOf(session), session, 1).getFirst());
        world.commit(second);

        world.answer(second, new SendOutcome.Refused(EndReason.REFUSED, "no"));

        assertThat(endOf(first)).startsWith("unconfirmed outcome_unknown");
    }

    @Test
    void aReceiptOfTheEarlierAttemptEndsTheWaitForAnother() {
        Mark first = unknownAndToBeSentAgain();

        world.settle(new Word.Received(session, first.messageId(), ReceiptLevel.DELIVERED, QueueWorld.START));

        assertThat(world.state(first.claim().id())).isEqualTo(MessageState.DELIVERED);
        world.clock.advance(Duration.ofMinutes(11));
        assertThat(world.claim(world.lanes.directOf(session), session, 1)).isEmpty();
    }

    @Test
    void aReceiptInTheBatchOfTheUnknownOutcomeEndsTheWaitForAnother() {
        Mark first = markedAndToBeSentAgain();
        Word unknown = new Word.Answered(new Outcome(first, new SendOutcome.Unknown("read_timeout"), 0));
        Word receipt = new Word.Received(session, first.messageId(), ReceiptLevel.DELIVERED, QueueWorld.START);

        world.transactions.in(connection -> world.settlements.commit(connection, List.of(unknown, receipt)));

        assertThat(world.state(first.claim().id())).isEqualTo(MessageState.DELIVERED);
    }

    @Test
    void aReceiptAfterTheUnconfirmedEndStillCounts() {
        Mark first = unknownAndToBeSentAgain();
        world.transactions.in(connection -> new PersonsMessages(world.moves)
                .skipWaiting(connection, world.owner, List.of(first.claim().phone()), EndReason.OPTED_OUT));

        world.settle(new Word.Received(session, first.messageId(), ReceiptLevel.READ, QueueWorld.START));

        assertThat(world.state(first.claim().id())).isEqualTo(MessageState.READ);
    }

    @Test
    void whatAPersonSendsAgainAndThenCancelsIsCountedUnconfirmed() {
        world.answer(mark, new SendOutcome.Unknown("reset"));
        world.transactions.in(connection -> {
            MessageRow row = MessageRow.lock(connection, List.of(message)).getFirst();
            world.moves.write(
                    connection, List.of(Move.to(row, MessageState.QUEUED, "new").dueAt(world.clock.instant())));
            return row;
        });
        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(lane, LaneStatus.CLOSED));

        new Cancelling(world.jdbc, world.manager, world.clock).cancelWaiting(lane);

        assertThat(endOf(mark)).startsWith("unconfirmed outcome_unknown");
        assertThat(world.count("select unconfirmed from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.count("select skipped from campaign where id = ?", campaign))
                .isOne();
        assertThat(world.count("select in_doubt from campaign where id = ?", campaign))
                .isZero();
    }

    /** A direct message whose caller wants it sent again when its outcome is unknown, after its first attempt. */
    private Mark unknownAndToBeSentAgain() {
        Mark first = markedAndToBeSentAgain();
        assertThat(world.answer(first, new SendOutcome.Unknown("read_timeout")).state())
                .isEqualTo(MessageState.QUEUED);
        return first;
    }

    /** A direct message whose caller wants it sent again when its outcome is unknown, with its first attempt under way. */
    private Mark markedAndToBeSentAgain() {
        long direct = world.lanes.directOf(session);
        long id = world.message(direct, null);
        world.jdbc
                .sql("update message set resend_uncertain = true, expires_at = ? where id = ?")
                .params(world.clock.instant().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC), id)
                .update();
        Mark first = world.mark(world.claim(direct, session, 1).getFirst());
        world.commit(first);
        return first;
    }

    private String endOf(Mark of) {
        return world.text(
                "select concat_ws(' ', state, reason, last_error) from message where id = ?",
                of.claim().id());
    }

    private Word received(ReceiptLevel level) {
        return new Word.Received(session, mark.messageId(), level, QueueWorld.START);
    }
}
