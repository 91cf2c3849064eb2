package io.staffetta.server.campaign;

import static io.staffetta.server.campaign.CampaignsTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Mark;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandOverTest {

    private static final long NUMBER_A = 393331112222L;
    private static final long NUMBER_B = 393334445555L;

    private final CampaignWorld world = new CampaignWorld();
    private long sessionA;
    private long sessionB;

    @BeforeEach
    void sessions() {
        sessionA = world.session("a", NUMBER_A);
        sessionB = world.session("b", NUMBER_B);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatWaitsGoesFromTheNewNumberAndWhatWasSentStays() {
        Campaign campaign = world.running("a", 10);
        world.send(campaign, 4);

        HandOver.Changed changed = change(campaign, "b");

        assertThat(changed.campaign().status()).isEqualTo(CampaignStatus.RUNNING);
        assertThat(changed.pendingMessages()).isEqualTo(6);
        assertThat(changed.campaign().counts().sent()).isEqualTo(4);
        assertThat(changed.to().number()).hasValue("+39 333 444 5555");
        assertThat(world.send(campaign, 10)).isEqualTo(6);
        assertThat(sentBy(sessionA)).isEqualTo(4);
        assertThat(sentBy(sessionB)).isEqualTo(6);
        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
        assertThat(world.queue.count("select messages_sent from session_stats where session_pk = ?", sessionA))
                .isEqualTo(4);
    }

    @Test
    void whatIsClaimedGoesBackAndWhatIsWithTheEngineEndsOnTheOldNumber() {
        Campaign campaign = world.running("a", 5);
        List<Claimed> claims = world.claim(campaign, 2);
        Mark inFlight = world.mark(claims.getFirst()).getFirst();

        HandOver.Changed changed = change(campaign, "b");

        assertThat(changed.inFlight()).isOne();
        assertThat(world.mark(claims.getLast())).isEmpty();
        world.accept(inFlight);
        assertThat(world.send(campaign, 10)).isEqualTo(4);
        assertThat(sentBy(sessionA)).isOne();
        assertThat(sentBy(sessionB)).isEqualTo(4);
    }

    @Test
    void whatWasWrongWithTheOldNumberIsNotSaidOfTheNewOne() {
        Campaign campaign = world.running("a", 2);
        var _ = world.control.pauseBecause(campaign.ownerId(), campaign.id(), "session_logged_out");
        assertThat(world.now(campaign).statusReason()).isEqualTo("session_logged_out");

        Campaign changed = change(campaign, "b").campaign();

        assertThat(changed.status()).isEqualTo(CampaignStatus.PAUSED);
        assertThat(changed.statusReason()).isNull();
    }

    @Test
    void aDelayThatIsAsUsualIsAsUsualForTheNewNumberThereAndBack() {
        needsNoPacing("b");
        Campaign campaign = usual("a");
        assertThat(campaign.pace().messageDelay()).isEqualTo(Delay.BETWEEN_MESSAGES);

        assertThat(change(campaign, "b").campaign().pace().messageDelay()).isEqualTo(Delay.NONE);
        assertThat(change(campaign, "a").campaign().pace().messageDelay()).isEqualTo(Delay.BETWEEN_MESSAGES);
    }

    @Test
    void aDelayThatSomebodyChoseStaysOnWhateverNumber() {
        needsNoPacing("b");
        Delay chosen = new Delay(Duration.ofSeconds(5), Duration.ofSeconds(15));
        Campaign campaign = campaign("a", new PaceOrder(chosen, null, null));

        assertThat(change(campaign, "b").campaign().pace().messageDelay()).isEqualTo(chosen);
        assertThat(change(campaign, "a").campaign().pace().messageDelay()).isEqualTo(chosen);
    }

    @Test
    void aNumberThatNeedsNoPacingHasCampaignsWithoutDelays() {
        needsNoPacing("b");

        assertThat(usual("b").pace().messageDelay()).isEqualTo(Delay.NONE);
        assertThat(usual("a").pace().messageDelay()).isEqualTo(Delay.BETWEEN_MESSAGES);
    }

    private Campaign usual(String session) {
        return campaign(session, PaceOrder.USUAL);
    }

    private Campaign campaign(String session, PaceOrder pace) {
        return world.campaigns.create(
                world.user,
                new NewCampaign("Invito", session, Template.of("Ciao"), pace, new FollowUpPlan(List.of()), null));
    }

    private void needsNoPacing(String session) {
        world.jdbc
                .sql("update wa_session set needs_pacing = false where session_id = ?")
                .param(session)
                .update();
    }

    @Test
    @Contract("door1.limit-memory")
    void thereAndBackAgainRepeatsNothingAndForgetsNoHistory() {
        Campaign campaign = world.running("a", 9);
        world.send(campaign, 3);
        change(campaign, "b");
        world.send(campaign, 3);
        change(campaign, "a");
        world.send(campaign, 3);

        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
        assertThat(world.queue.count("select count(distinct phone) from message where state = 'sent'"))
                .isEqualTo(9);
        assertThat(world.queue.count("select count(*) from send_log where number_key = ?", NUMBER_A))
                .isEqualTo(6);
        assertThat(world.queue.count("select count(*) from send_log where number_key = ?", NUMBER_B))
                .isEqualTo(3);
    }

    @Test
    void followUpsGoFromTheNewNumberAtTheirOwnTime() {
        Campaign campaign =
                world.running("a", 2, new FollowUpPlan.Step(Duration.ofHours(1), Template.of("Ancora"), true));
        world.send(campaign, 2);
        String due = world.queue.text("select string_agg(due_at::text, ',') from message where step = 1");

        change(campaign, "b");

        assertThat(world.queue.text("select string_agg(due_at::text, ',') from message where step = 1"))
                .isEqualTo(due);
        world.queue.clock.advance(Duration.ofHours(1));
        assertThat(world.send(campaign, 5)).isEqualTo(2);
        assertThat(sentBy(sessionB)).isEqualTo(2);
    }

    @Test
    void theStatusStaysAsItIs() {
        Campaign draft = world.draft("a", 1);
        Campaign paused = world.control.pause(world.user, world.running("a", 1).publicId(), null);

        assertThat(change(draft, "b").campaign().status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(change(paused, "b").campaign().status()).isEqualTo(CampaignStatus.PAUSED);
        assertThat(world.claim(paused, 1)).isEmpty();
    }

    @Test
    void aChangeTouchesTwoRowsHoweverManyMessagesWait() {
        Campaign campaign = world.running("a", 100_000);

        List<Long> touched = world.queue.inTransaction.execute(status -> {
            List<Long> before = touches();
            change(campaign, "b");
            List<Long> after = touches();
            return IntStream.range(0, after.size())
                    .mapToObj(i -> after.get(i) - before.get(i))
                    .toList();
        });

        assertThat(touched)
                .as("lanes and campaigns updated, messages updated and read")
                .containsExactly(1L, 1L, 0L, 0L);
    }

    /** What this connection has done to lanes, campaigns and messages so far. */
    private List<Long> touches() {
        return world.jdbc
                .sql("""
                        select coalesce(sum(n_tup_upd) filter (where relname = 'lane'), 0),
                            coalesce(sum(n_tup_upd) filter (where relname = 'campaign'), 0),
                            coalesce(sum(n_tup_upd) filter (where relname = 'message'), 0),
                            coalesce(sum(seq_tup_read + idx_tup_fetch) filter (where relname = 'message'), 0)
                        from pg_stat_xact_user_tables
                        """)
                .query((row, n) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }

    @Test
    void theChecksComeInTheDocumentedOrder() {
        Campaign campaign = world.running("a", 1);
        String id = campaign.publicId();

        refused("campaign_not_found", () -> world.handOver.change(world.user, "64f5a1b2c3d4e5f6a7b8c9d0", null, null));
        refused("new_session_required", () -> world.handOver.change(world.user, id, null, null));
        refused("new_session_required", () -> world.handOver.change(world.user, id, " ", null));
        refused("new_session_not_found", () -> world.handOver.change(world.user, id, "c", null));
        state(sessionA, "disconnected");
        refused("new_session_not_active", () -> world.handOver.change(world.user, id, "a", null));
        state(sessionA, "ready");
        refused("new_session_is_current", () -> world.handOver.change(world.user, id, "a", null));
    }

    @Test
    @Contract("states.authenticated")
    void aSessionThatIsNotActiveIsNamedWithStateAndNumber() {
        Campaign campaign = world.running("a", 1);
        state(sessionB, "qr_generated");

        assertThatThrownBy(() -> change(campaign, "b"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.details())
                                .isEqualTo(Map.of(
                                        "sessionStatus",
                                        "qr_generated",
                                        "sessionNumber",
                                        Optional.of("+39 333 444 5555"))));
        state(sessionB, "authenticated");
        assertThat(change(campaign, "b").to().id()).isEqualTo("b");
    }

    @Test
    void aCampaignThatHasEndedHasNothingToHandOver() {
        Campaign campaign = world.running("a", 1);
        world.control.stop(world.user, campaign.publicId(), null);

        refused("campaign_ended", () -> change(campaign, "b"));
    }

    @Test
    void simulatedAndRealNumbersAreNeverMixed() {
        Campaign campaign = world.running("a", 1);
        world.jdbc
                .sql("update wa_session set simulated = false where id = ?")
                .param(sessionB)
                .update();

        refused("simulated_mix", () -> change(campaign, "b"));
    }

    @Test
    void aDryRunSaysWhatWouldHappenAndChangesNothing() {
        Campaign campaign = world.running("a", 30);
        world.send(campaign, 4);
        Mark inFlight = world.mark(world.claim(campaign, 1).getFirst()).getFirst();
        Campaign before = world.now(campaign);

        HandOver.Outlook outlook = world.handOver.dryRun(world.user, campaign.publicId(), "b");

        assertThat(outlook.wouldMove()).isEqualTo(25);
        assertThat(outlook.followUps()).isZero();
        assertThat(outlook.stays()).isEqualTo(4);
        assertThat(outlook.inFlight()).isOne();
        assertThat(outlook.remainingBudget()).isEqualTo(new HandOver.Budget(10, 50));
        assertThat(outlook.newFinish()).isAfter(world.queue.clock.instant().plus(Duration.ofHours(2)));
        assertThat(world.now(campaign)).isEqualTo(before);
        world.accept(inFlight);
        assertThat(sentBy(sessionA)).isEqualTo(5);
    }

    @Test
    void aRunningCampaignHasAnEstimateUnderItsNumbersLimits() {
        Campaign campaign = world.running("a", 25);

        // 10 an hour, 10 more an hour later, the last 5 two hours from now.
        assertThat(world.finishTimes.of(campaign))
                .hasValueSatisfying(finish -> assertThat(finish.likely())
                        .isBetween(
                                world.queue.clock.instant().plus(Duration.ofHours(2)),
                                world.queue.clock.instant().plus(Duration.ofMinutes(125))));
        world.control.pause(world.user, campaign.publicId(), null);
        assertThat(world.finishTimes.of(world.now(campaign))).isEmpty();
    }

    @Test
    void bothEndsOfAQueueAreFoundByOneStepIntoTheIndex() {
        Campaign campaign = world.running("a", 50_000);
        world.jdbc.sql("analyze message").update();

        String plan = String.join(
                "\n",
                world.jdbc
                        .sql("explain " + CampaignQueues.ENDS)
                        .param(new Long[] {campaign.laneId()})
                        .query((row, n) -> row.getString(1))
                        .list());

        assertThat(plan).contains("Backward using message_queue").doesNotContain("Sort");
    }

    @Test
    void aDryRunTellsFollowUpsFromFirstMessages() {
        Campaign campaign =
                world.running("a", 6, new FollowUpPlan.Step(Duration.ofDays(2), Template.of("Ancora"), true));
        world.send(campaign, 2);

        HandOver.Outlook outlook = world.handOver.dryRun(world.user, campaign.publicId(), "b");

        assertThat(outlook.wouldMove()).isEqualTo(6);
        assertThat(outlook.followUps()).isEqualTo(2);
        assertThat(world.jdbc
                        .sql("explain " + CampaignQueues.FOLLOW_UPS)
                        .param(campaign.laneId())
                        .query((row, n) -> row.getString(1))
                        .list())
                .anyMatch(line -> line.contains("message_queue"));
    }

    @Test
    void theChangeIsOnRecord() {
        Campaign campaign = world.running("a", 1);
        change(campaign, "b");

        assertThat(world.queue.text("select detail->>'to' from audit_entry where action = 'campaign.change_session'"))
                .isEqualTo("b");
        assertThat(world.queue.count(
                        "select count(*) from message_event where phase = 'session_changed' and session_pk = ?",
                        sessionB))
                .isOne();
        assertThat(world.lanesChanged).last().isEqualTo(campaign.laneId());
    }

    private HandOver.Changed change(Campaign campaign, String session) {
        return world.handOver.change(world.user, campaign.publicId(), session, null);
    }

    private long sentBy(long session) {
        return world.queue.count("select count(*) from message where state = 'sent' and session_pk = ?", session);
    }

    private void state(long session, String state) {
        world.jdbc
                .sql("update wa_session set state = ? where id = ?")
                .params(state, session)
                .update();
    }
}
