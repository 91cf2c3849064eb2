package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendingMarksTest {

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
}
