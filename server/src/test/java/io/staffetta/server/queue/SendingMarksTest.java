package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendingMarksTest {

    private static final long NUMBER = 393330001111L;

    private final QueueWorld world = new QueueWorld();
    private long session;
    private long campaign;
    private long lane;

    @BeforeEach
    void aRunningCampaign() {
        session = world.session();
        campaign = world.campaign(session, 3);
        lane = world.lanes.ofCampaign(campaign);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMarkIsInTheSendLogBeforeTheEngineIsCalled() {
        Claimed claim = world.claim(lane, session, 1).getFirst();

        assertThat(world.commit(world.mark(claim))).isInstanceOf(Marked.Go.class);

        assertThat(world.state(claim.id())).isEqualTo(MessageState.SENDING);
        assertThat(world.count("select count(*) from send_log where message_id = ? and attempt = 1", claim.id()))
                .isOne();
        assertThat(world.count(
                        "select count(*) from message_event where message_id = ? and phase = 'sending'", claim.id()))
                .isOne();
    }

    @Test
    void nothingIsMarkedUnderAnOlderEpochOfItsLane() {
        Claimed claim = world.claim(lane, session, 1).getFirst();
        long other = world.session();
        world.inTransaction.executeWithoutResult(status -> world.lanes.move(lane, other));

        assertThat(world.commit(world.mark(claim))).isInstanceOf(Marked.Released.class);
        assertThat(world.state(claim.id())).isEqualTo(MessageState.QUEUED);
    }

    @Test
    void aMoveToTheOtherNumberAndBackDoesNotReviveAnOldClaim() {
        Claimed claim = world.claim(lane, session, 1).getFirst();
        long other = world.session();
        world.inTransaction.executeWithoutResult(status -> world.lanes.move(lane, other));
        world.inTransaction.executeWithoutResult(status -> world.lanes.move(lane, session));
        Claimed again = world.claim(lane, session, 1).getFirst();
        assertThat(again.id()).isEqualTo(claim.id());

        assertThat(world.commit(world.mark(claim))).isInstanceOf(Marked.Released.class);
    }

    @Test
    void aPausedCampaignSendsNothing() {
        Claimed claim = world.claim(lane, session, 1).getFirst();
        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(lane, LaneStatus.PAUSED));

        assertThat(world.commit(world.mark(claim))).isInstanceOf(Marked.Released.class);
        assertThat(world.claim(lane, session, 3)).isEmpty();
    }

    @Test
    void whoOptedOutAfterTheClaimGetsNothing() {
        Claimed claim = world.claim(lane, session, 1).getFirst();
        world.jdbc
                .sql("insert into opt_out (owner_id, phone, source, at) values (?, ?, 'test', now())")
                .params(world.owner, claim.phone())
                .update();

        assertThat(world.commit(world.mark(claim))).isEqualTo(new Marked.Ended(EndReason.OPTED_OUT));
        assertThat(world.state(claim.id())).isEqualTo(MessageState.SKIPPED);
        assertThat(world.count("select skipped from campaign where id = ?", campaign))
                .isOne();
    }

    @Test
    void theSuppressionOfAnErasedPersonHolds() {
        Claimed claim = world.claim(lane, session, 1).getFirst();
        world.jdbc.sql("""
                insert into opt_out (owner_id, phone_hash, source, at) values (?, suppression_hash(?), 'erased', now())
                """).params(world.owner, claim.phone()).update();

        assertThat(world.commit(world.mark(claim))).isEqualTo(new Marked.Ended(EndReason.OPTED_OUT));
    }

    @Test
    void nothingIsMarkedByAFormerOwnerOfTheSession() {
        Claimed claim = world.claim(lane, session, 1).getFirst();
        world.jdbc
                .sql("update session_owner set epoch = 2 where session_pk = ?")
                .param(session)
                .update();

        assertThat(world.commit(world.mark(claim))).isInstanceOf(Marked.Released.class);
    }

    @Test
    void aFollowUpToSomebodyWhoAnsweredEndsAsReplied() {
        Claimed claim = world.claim(lane, session, 1).getFirst();
        world.jdbc
                .sql("update message set unless_reply_since = now() - interval '1 hour' where id = ?")
                .param(claim.id())
                .update();
        world.jdbc.sql("""
                insert into inbound_message (owner_id, session_pk, source_id, phone, text, at, received_at)
                values (?, ?, 'x', ?, 'si', now(), now())
                """).params(world.owner, session, claim.phone()).update();

        assertThat(world.commit(world.mark(claim))).isEqualTo(new Marked.Ended(EndReason.REPLIED));
    }

    @Test
    void aBatchAnswersEachMarkForItself() {
        List<Claimed> claims = world.claim(lane, session, 3);
        world.jdbc
                .sql("insert into opt_out (owner_id, phone, source, at) values (?, ?, 'test', now())")
                .params(world.owner, claims.get(1).phone())
                .update();

        List<Marked> answers = world.transactions.in(connection ->
                world.marks.commit(connection, claims.stream().map(world::mark).toList()));

        assertThat(answers).containsExactly(new Marked.Go(), new Marked.Ended(EndReason.OPTED_OUT), new Marked.Go());
    }

    @Test
    void aClockThatWasSetBackAfterTheClaimOpensNoWindow() {
        world.limits(session, 1, 50);
        List<Claimed> claims = world.claim(lane, session, 2);
        assertThat(world.commit(world.mark(claims.getFirst()))).isInstanceOf(Marked.Go.class);
        world.clock.advance(Duration.ofHours(2));
        Mark late = world.mark(claims.get(1));
        world.clock.advance(Duration.ofHours(-4));
        Mark early = world.mark(claims.get(1));

        assertThat(world.commit(early)).isEqualTo(new Marked.NoRoom());
        assertThat(world.state(claims.get(1).id())).isEqualTo(MessageState.QUEUED);
        assertThat(late.at()).isAfter(early.at());
    }

    @Test
    void aBatchTakesNoMoreThanTheWindowHolds() {
        world.limits(session, 50, 2);

        List<Marked> answers = world.transactions.in(connection -> world.marks.commit(
                connection,
                world.claim(lane, session, 3).stream().map(world::mark).toList()));

        assertThat(answers).containsExactly(new Marked.Go(), new Marked.Go(), new Marked.NoRoom());
        assertThat(world.count("select count(*) from send_log")).isEqualTo(2);
    }

    @Test
    void aForcedMessagePassesTheLimitsAndCounts() {
        world.limits(session, 1, 50);
        List<Claimed> claims = world.claim(lane, session, 3);
        world.commit(world.mark(claims.getFirst()));

        assertThat(world.commit(world.mark(forced(claims.get(1))))).isEqualTo(new Marked.Go());
        world.limits(session, 2, 50);
        assertThat(world.commit(world.mark(claims.get(2)))).isEqualTo(new Marked.NoRoom());
    }

    @Test
    void twoProcessesWithSessionsOfOneNumberNeverSendMoreThanTheNumberMay() {
        long twin = twin();
        world.limits(session, 2, 50);
        world.limits(twin, 3, 50);
        SendingMarks elsewhere = new SendingMarks(world.moves, world.clock);
        List<Claimed> here = world.claim(lane, session, 3);
        List<Claimed> there = world.claim(world.lanes.ofCampaign(world.campaign(twin, 3)), twin, 3);

        assertThat(commit(world.marks, here.getFirst())).isEqualTo(new Marked.Go());
        assertThat(commit(elsewhere, there.getFirst())).isEqualTo(new Marked.Go());

        assertThat(commit(world.marks, here.get(1))).isEqualTo(new Marked.NoRoom());
        assertThat(commit(elsewhere, there.get(1)))
                .as("the stricter limit counts for both")
                .isEqualTo(new Marked.NoRoom());
        world.clock.advance(Duration.ofHours(1));
        assertThat(commit(elsewhere, there.get(2))).isEqualTo(new Marked.Go());
        assertThat(commit(world.marks, here.get(2))).isEqualTo(new Marked.Go());
    }

    @Test
    void aSessionThatIsLoggedOutDoesNotLimitTheOthers() {
        long twin = twin();
        world.limits(twin, 0, 0);
        List<Claimed> claims = world.claim(lane, session, 2);
        assertThat(commit(world.marks, claims.getFirst())).isEqualTo(new Marked.NoRoom());

        world.jdbc
                .sql("update wa_session set state = 'logged_out' where id = ?")
                .param(twin)
                .update();

        assertThat(commit(world.marks, claims.get(1))).isEqualTo(new Marked.Go());
    }

    @Test
    void twoProcessesAtOnceStayWithinOneWindow() throws Exception {
        long twin = twin();
        world.limits(session, 7, 50);
        world.limits(twin, 7, 50);
        long more = world.lanes.ofCampaign(world.campaign(session, 20));
        List<Claimed> here = world.claim(more, session, 20);
        List<Claimed> there = world.claim(world.lanes.ofCampaign(world.campaign(twin, 20)), twin, 20);
        SendingMarks elsewhere = new SendingMarks(world.moves, world.clock);

        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> here.forEach(claim -> commit(world.marks, claim)));
            Future<?> other = threads.submit(() -> there.forEach(claim -> commit(elsewhere, claim)));
            one.get();
            other.get();
        }

        assertThat(world.count("select count(*) from send_log where number_key = ?", NUMBER))
                .isEqualTo(7);
    }

    @Test
    void aSlotThatIsGivenBackIsThereAgain() {
        world.limits(session, 1, 50);
        List<Claimed> claims = world.claim(lane, session, 2);
        Mark first = world.mark(claims.getFirst());
        world.commit(first);
        world.answer(first, new SendOutcome.NotSent(SendOutcome.Cause.UNREACHABLE, "refused", Optional.empty()));

        assertThat(world.commit(world.mark(claims.get(1)))).isEqualTo(new Marked.Go());
    }

    @Test
    void otherLimitsHoldFromTheNextMarkOn() {
        List<Claimed> claims = world.claim(lane, session, 3);
        world.commit(world.mark(claims.getFirst()));
        world.limits(session, 1, 50);
        assertThat(world.commit(world.mark(claims.get(1)))).isEqualTo(new Marked.NoRoom());

        world.limits(session, 2, 50);
        assertThat(world.commit(world.mark(claims.get(2)))).isEqualTo(new Marked.Go());
    }

    @Test
    void theLimitsOfManyNumbersAreReadByTheirKeys() {
        for (int i = 0; i < 600; i++) {
            world.session();
        }
        world.jdbc.sql("update wa_session set phone = 390000000 + id").update();
        world.jdbc.sql("analyze wa_session").update();
        List<String> plan = world.transactions.in(connection -> Rows.query(
                connection,
                "explain " + LinkedLimits.LIMITS,
                row -> row.getString(1),
                connection.createArrayOf("bigint", new Long[] {NUMBER}),
                connection.createArrayOf("bigint", new Long[] {session})));

        assertThat(String.join("\n", plan))
                .doesNotContain("Seq Scan on wa_session")
                .contains("wa_session_phone", "wa_session_pkey");
    }

    /** Another session of the same number. */
    private long twin() {
        long twin = world.session();
        world.jdbc
                .sql("update wa_session set phone = ? where id in (?, ?)")
                .params(NUMBER, session, twin)
                .update();
        return twin;
    }

    private Marked commit(SendingMarks process, Claimed claim) {
        Mark plain = world.mark(claim);
        Mark mark = new Mark(claim, plain.attemptId(), plain.messageId(), NUMBER, plain.at(), false, true);
        return world.transactions
                .in(connection -> process.commit(connection, List.of(mark)))
                .getFirst();
    }

    private Claimed forced(Claimed claim) {
        world.jdbc
                .sql("update message set forced = true where id = ?")
                .param(claim.id())
                .update();
        return new Claimed(
                claim.id(),
                claim.ownerId(),
                claim.laneId(),
                claim.laneEpoch(),
                claim.sessionPk(),
                claim.ownerEpoch(),
                claim.campaignId(),
                claim.recipientId(),
                claim.step(),
                claim.stepVersion(),
                claim.phone(),
                claim.body(),
                claim.content(),
                true,
                claim.attempts(),
                claim.dueAt());
    }
}
