package io.staffetta.server.queue;

import static io.staffetta.server.queue.DirectMessagesTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterventionsTest {

    private final PeopleWorld world = new PeopleWorld();
    private final long session = world.queue.session();
    private final long lane = world.queue.lanes.directOf(session);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aFailedMessageIsTriedAgainAndAudited() {
        long id = failed();

        world.interventions.retry(world.caller, id);

        assertThat(world.queue.state(id)).isEqualTo(MessageState.QUEUED);
        assertThat(world.hints).containsExactly(lane);
        assertThat(world.queue.text("select action || ' ' || subject from audit_entry"))
                .isEqualTo("message.retry message:" + id);
    }

    @Test
    void onlyWhatFailedIsTriedAgain() {
        long waiting = world.waiting(session);
        refused("not_failed", () -> world.interventions.retry(world.caller, waiting));

        long sent = world.sent(lane, session);
        refused("already_sent", () -> world.interventions.retry(world.caller, sent));

        long doubtful = doubtful();
        refused("message_in_doubt", () -> world.interventions.retry(world.caller, doubtful));
        refused("message_not_found", () -> world.interventions.retry(world.caller, 4711));
    }

    @Test
    void anOptOutBeatsEveryIntervention() {
        long failed = failed();
        world.optedOut(world.phone(failed));
        long doubtful = doubtful();
        world.optedOut(world.phone(doubtful));

        refused("opted_out", () -> world.interventions.retry(world.caller, failed));
        refused("opted_out", () -> world.interventions.forceSend(world.caller, failed));
        refused("opted_out", () -> world.interventions.resolve(world.caller, doubtful, Resolution.SEND_AGAIN, true));
    }

    @Test
    void aForcedMessageGoesAheadOfAllOthers() {
        world.waiting(session);
        long forced = world.waiting(session);
        world.queue
                .jdbc
                .sql("update message set due_at = due_at + interval '1 day' where id = ?")
                .param(forced)
                .update();

        world.interventions.forceSend(world.caller, forced);

        assertThat(world.queue.claims.claim(
                        java.util.List.of(new Probe(lane, session, 1, -1, world.queue.clock.instant(), 5))))
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.id()).isEqualTo(forced);
                    assertThat(claim.forced()).isTrue();
                });
        assertThat(world.queue.text("select action from audit_entry")).isEqualTo("message.force_send");
    }

    @Test
    void aFailedMessageCanBeForced() {
        long id = failed();

        world.interventions.forceSend(world.caller, id);

        assertThat(world.queue.count("select parked from message where id = ?", id))
                .isEqualTo(-1);
        assertThat(world.queue.state(id)).isEqualTo(MessageState.QUEUED);
    }

    @Test
    void nothingIsForcedPastAPauseABanOrAStoppedSession() {
        long campaign = world.queue.campaign(session, 1);
        long ofCampaign = world.campaignMessage(campaign);
        status(world.queue.lanes.ofCampaign(campaign), LaneStatus.PAUSED);
        refused("campaign_paused", () -> world.interventions.forceSend(world.caller, ofCampaign));

        long id = world.waiting(session);
        session("error", "banned");
        refused("number_banned", () -> world.interventions.forceSend(world.caller, id));
        session("stopped", null);
        refused("session_stopped", () -> world.interventions.forceSend(world.caller, id));
        session("restricted", null);
        refused("number_restricted", () -> world.interventions.forceSend(world.caller, id));
    }

    @Test
    void whatWasSentIsNotForced() {
        world.waiting(session);
        long sent = world.sent(lane, session);

        refused("already_sent", () -> world.interventions.forceSend(world.caller, sent));
    }

    @Test
    void aPersonSaysThatADoubtfulMessageArrived() {
        long id = doubtful();

        world.interventions.resolve(world.caller, id, Resolution.SENT, false);

        assertThat(world.queue.state(id)).isEqualTo(MessageState.SENT);
        assertThat(world.queue.text("select detail->>'outcome' from audit_entry"))
                .isEqualTo("sent");
    }

    @Test
    void aPersonSaysThatADoubtfulMessageDidNotArrive() {
        long id = doubtful();

        world.interventions.resolve(world.caller, id, Resolution.FAILED, false);

        assertThat(world.queue.state(id)).isEqualTo(MessageState.FAILED);
    }

    @Test
    void aDoubtfulMessageIsSentAgainOnlyIfTheDuplicateIsAccepted() {
        long id = doubtful();
        refused(
                "duplicate_not_accepted",
                () -> world.interventions.resolve(world.caller, id, Resolution.SEND_AGAIN, false));

        world.interventions.resolve(world.caller, id, Resolution.SEND_AGAIN, true);

        assertThat(world.queue.state(id)).isEqualTo(MessageState.QUEUED);
        Mark second = world.claimed(lane, session);
        assertThat(world.mark(second)).isInstanceOf(Marked.Go.class);
    }

    @Test
    void anUnconfirmedMessageCanOnlyTurnOutToHaveBeenSent() {
        long id = doubtful();
        world.queue
                .jdbc
                .sql("update message set state = 'unconfirmed' where id = ?")
                .param(id)
                .update();

        refused("not_in_doubt", () -> world.interventions.resolve(world.caller, id, Resolution.SEND_AGAIN, true));
        refused("message_unconfirmed", () -> world.interventions.retry(world.caller, id));
        world.interventions.resolve(world.caller, id, Resolution.SENT, false);
        assertThat(world.queue.state(id)).isEqualTo(MessageState.SENT);
    }

    @Test
    void aRetriedCampaignMessagePlansItsFollowUpOnce() {
        long campaign = world.queue.campaign(session, 1, "Ancora?");
        long campaignLane = world.queue.lanes.ofCampaign(campaign);
        long id = world.sent(campaignLane, session);
        world.queue
                .jdbc
                .sql("update message set state = 'failed' where id = ?")
                .param(id)
                .update();
        world.queue
                .jdbc
                .sql("update campaign set sent = 0, failed = 1 where id = ?")
                .param(campaign)
                .update();

        world.interventions.retry(world.caller, id);
        assertThat(world.sent(campaignLane, session)).isEqualTo(id);

        assertThat(world.queue.count("select count(*) from message where campaign_id = ?", campaign))
                .isEqualTo(2);
        assertThat(world.queue.count("select total from campaign where id = ?", campaign))
                .isEqualTo(2);
    }

    @Test
    void everythingThatFailedIsTriedAgainButWhoOptedOut() {
        long one = failed();
        long two = failed();
        long out = failed();
        world.optedOut(world.phone(out));

        MessageFilter ofSession = new MessageFilter(null, session);
        FailedMessages.Retried foreseen = world.failed.foresee(world.caller, ofSession, null);
        assertThat(world.queue.state(one)).isEqualTo(MessageState.FAILED);

        FailedMessages.Retried retried = world.failed.retry(world.caller, ofSession, null);

        assertThat(retried).isEqualTo(new FailedMessages.Retried(2, 1, false, Map.of("opted_out", 1)));
        assertThat(foreseen).isEqualTo(retried);
        assertThat(world.queue.state(one)).isEqualTo(MessageState.QUEUED);
        assertThat(world.queue.state(two)).isEqualTo(MessageState.QUEUED);
        assertThat(world.queue.state(out)).isEqualTo(MessageState.FAILED);
    }

    @Test
    void whatWouldEndTheSameWayAgainIsLeftUnlessItIsAskedFor() {
        failed();
        world.queue.jdbc.sql("update message set reason = 'not_on_whatsapp'").update();
        MessageFilter ofSession = new MessageFilter(null, session);

        assertThat(world.failed.retry(world.caller, ofSession, null))
                .isEqualTo(new FailedMessages.Retried(0, 1, false, Map.of("not_on_whatsapp", 1)));
        assertThat(world.failed.retry(world.caller, ofSession, "not_on_whatsapp"))
                .isEqualTo(new FailedMessages.Retried(1, 0, false, Map.of()));
    }

    @Test
    void whatStaysFailedKeepsNothingBehindItFromItsTurn() {
        failed();
        world.queue.jdbc.sql("update message set reason = 'not_on_whatsapp'").update();
        world.queue.jdbc.sql("""
                insert into message (id, owner_id, lane_id, phone, state, reason, due_at, session_pk, created_at, updated_at)
                select 1000000 + n, owner_id, lane_id, phone, state, reason, due_at, session_pk, created_at, updated_at
                from message, generate_series(1, 50000) n
                """).update();
        long last = 2_000_000;
        world.queue
                .jdbc
                .sql("update message set id = ? where id = ?")
                .params(last, failed())
                .update();

        FailedMessages.Retried retried = world.failed.retry(world.caller, new MessageFilter(null, session), null);

        assertThat(retried.retried()).isEqualTo(1);
        assertThat(retried.more()).isFalse();
        assertThat(world.queue.state(last)).isEqualTo(MessageState.QUEUED);
    }

    @Test
    void whatFailedForAnotherReasonIsLeftAsItIs() {
        long refused = failed();
        long other = failed();
        world.queue
                .jdbc
                .sql("update message set reason = 'not_on_whatsapp' where id = ?")
                .param(other)
                .update();

        FailedMessages.Retried retried =
                world.failed.retry(world.caller, new MessageFilter(null, session), world.reason(refused));

        assertThat(retried).isEqualTo(new FailedMessages.Retried(1, 0, false, Map.of()));
        assertThat(world.queue.state(refused)).isEqualTo(MessageState.QUEUED);
        assertThat(world.queue.state(other)).isEqualTo(MessageState.FAILED);
    }

    private long failed() {
        world.waiting(session);
        Mark mark = world.claimed(lane, session);
        world.mark(mark);
        world.answer(mark, new SendOutcome.Refused(EndReason.REFUSED, "no"));
        return mark.claim().id();
    }

    private long doubtful() {
        world.waiting(session);
        Mark mark = world.claimed(lane, session);
        world.mark(mark);
        world.answer(mark, new SendOutcome.Unknown("read time-out"));
        assertThat(world.queue.state(mark.claim().id())).isEqualTo(MessageState.IN_DOUBT);
        return mark.claim().id();
    }

    private void status(long laneId, LaneStatus status) {
        world.queue.inTransaction.executeWithoutResult(tx -> world.queue.lanes.setStatus(laneId, status));
    }

    private void session(String state, @org.jspecify.annotations.Nullable String reason) {
        world.queue
                .jdbc
                .sql("update wa_session set state = ?, state_reason = ? where id = ?")
                .param(state)
                .param(reason)
                .param(session)
                .update();
    }
}
