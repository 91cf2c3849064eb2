package io.staffetta.server.campaign;

import static io.staffetta.server.campaign.CampaignsTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CampaignControlTest {

    private final CampaignWorld world = new CampaignWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aCampaignThatLacksSomethingDoesNotStart() {
        world.session();
        Campaign empty = world.draft("s1", 0);
        Campaign silent = world.campaigns.create(
                world.user, new NewCampaign("Muta", "s1", null, PaceOrder.USUAL, FollowUpPlan.NONE, null));

        refused("no_recipients", () -> world.control.start(world.user, empty.publicId(), null, null));
        refused("template_missing", () -> world.control.start(world.user, silent.publicId(), null, null));
        assertThat(world.queue.text("select status from lane where campaign_id = " + empty.id()))
                .isEqualTo("paused");
    }

    @Test
    void aTextWithAVariableThatNoFileHasDoesNotStart() {
        world.session();
        Campaign draft =
                world.draft("s1", 2, new FollowUpPlan.Step(Duration.ofHours(24), Template.of("{{Nome}}?"), true));
        columns(draft, "phone", "cognome");

        refused("template_variables_missing", () -> world.control.start(world.user, draft.publicId(), null, null));
        columns(draft, "nome ", "phone");

        assertThat(world.control.start(world.user, draft.publicId(), null, null).status())
                .isEqualTo(CampaignStatus.RUNNING);
    }

    @Test
    void aCampaignWhoseFollowUpsCannotBeMendedAnyMoreGoesOn() {
        world.session();
        Campaign campaign =
                world.running("s1", 2, new FollowUpPlan.Step(Duration.ofHours(24), Template.of("{{nome|}}?"), true));
        world.jdbc
                .sql("update campaign_step set template = '{{Nome}}?' where campaign_id = ? and step = 1")
                .param(campaign.id())
                .update();
        world.control.pause(world.user, campaign.publicId(), null);

        assertThat(world.preflight.problems(world.queue.owner, campaign.publicId(), null))
                .isEmpty();
        assertThat(world.control.resume(world.user, campaign.publicId(), null).status())
                .isEqualTo(CampaignStatus.RUNNING);
    }

    private void columns(Campaign draft, String... names) {
        world.jdbc
                .sql(
                        "update recipient_import set columns = ? where id = (select max(id) from recipient_import where campaign_id = ?)")
                .params(names, draft.id())
                .update();
    }

    @Test
    void aCampaignDoesNotStartWhileAFileIsBeingReadIntoIt() {
        world.session();
        Campaign draft = world.draft("s1", 1);
        world.jdbc.sql("""
                insert into recipient_import (campaign_id, state, format, phone_column, created_at)
                values (?, 'loading', 'csv', 'phone', now())
                """).param(draft.id()).update();

        refused("import_running", () -> world.control.start(world.user, draft.publicId(), null, null));
    }

    @Test
    void aCampaignToRealPeopleNeedsAStatementOfConsent() {
        long session = world.session();
        world.jdbc
                .sql("update wa_session set simulated = false where id = ?")
                .param(session)
                .update();
        Campaign draft = world.draft("s1", 1);

        refused("consent_required", () -> world.control.start(world.user, draft.publicId(), " ", null));
        Campaign started = world.control.start(world.user, draft.publicId(), "Hanno firmato al banco", null);

        assertThat(started.consent()).isNotNull().satisfies(consent -> {
            assertThat(consent.statement()).isEqualTo("Hanno firmato al banco");
            assertThat(consent.by()).isEqualTo("user:o@example.org");
        });
        assertThat(world.queue.count("select count(*) from audit_entry where action = 'campaign.consent'"))
                .isOne();
    }

    @Test
    void aStartedCampaignSendsToEverybodyAndCompletes() {
        world.session();
        Campaign campaign = world.running("s1", 3);

        assertThat(campaign.counts().pending()).isEqualTo(3);
        assertThat(world.send(campaign, 5)).isEqualTo(3);
        assertThat(world.now(campaign)).satisfies(done -> {
            assertThat(done.status()).isEqualTo(CampaignStatus.COMPLETED);
            assertThat(done.counts().sent()).isEqualTo(3);
            assertThat(done.counts().pending()).isZero();
        });
    }

    @Test
    void aPauseTakesBackWhatIsClaimed() {
        world.session();
        Campaign campaign = world.running("s1", 5);
        List<Claimed> claims = world.claim(campaign, 2);

        Campaign paused = world.control.pause(world.user, campaign.publicId(), null);

        assertThat(paused.waiting()).isEqualTo(new Campaign.Wait(WaitReason.PAUSED, null));
        assertThat(world.mark(claims.getFirst())).isEmpty();
        assertThat(world.claim(campaign, 5)).isEmpty();
        assertThat(world.queue.count("select count(*) from message where state = 'queued'"))
                .isEqualTo(5);
    }

    @Test
    void planningGoesOnWhileTheCampaignIsPausedAndNothingIsSent() {
        world.session();
        Campaign campaign =
                world.control.start(world.user, world.draft("s1", 12_000).publicId(), null, null);
        assertThat(world.planning().planChunk(campaign.id())).get().matches(Planning.Chunk::more);
        world.control.pause(world.user, campaign.publicId(), null);

        world.plan(campaign);

        assertThat(world.queue.count("select count(*) from message where state = 'queued'"))
                .isEqualTo(12_000);
        assertThat(world.claim(campaign, 10)).isEmpty();
        world.control.resume(world.user, campaign.publicId(), null);
        assertThat(world.claim(campaign, 10)).hasSize(10);
    }

    @Test
    void planningGoesOnWhereACrashStoppedIt() {
        world.session();
        Campaign campaign =
                world.control.start(world.user, world.draft("s1", 12_000).publicId(), null, null);
        world.planning().planChunk(campaign.id());

        assertThat(world.planning().unfinished()).containsExactly(campaign.id());
        world.plan(campaign);

        assertThat(world.planning().unfinished()).isEmpty();
        assertThat(world.queue.count("select count(distinct recipient_id) from message"))
                .isEqualTo(12_000);
        assertThat(world.queue.count("select count(*) from message")).isEqualTo(12_000);
    }

    @Test
    void aStoppedCampaignCancelsWhatWaitsAndItsCountersAddUp() {
        world.queue.limits(world.session(), 100, 100);
        Campaign campaign = world.running("s1", 100);
        world.send(campaign, 30);

        world.control.stop(world.user, campaign.publicId(), null);

        await().untilAsserted(() -> assertThat(world.now(campaign)).satisfies(stopped -> {
            assertThat(stopped.status()).isEqualTo(CampaignStatus.STOPPED);
            assertThat(stopped.counts().sent()).isEqualTo(30);
            assertThat(stopped.counts().skipped()).isEqualTo(70);
            assertThat(stopped.counts().pending()).isZero();
        }));
        refused("invalid_campaign_move", () -> world.control.resume(world.user, campaign.publicId(), null));
    }

    @Test
    void aCampaignStoppedWhileItIsPlannedCancelsTheRest() {
        world.session();
        Campaign campaign =
                world.control.start(world.user, world.draft("s1", 12_000).publicId(), null, null);
        world.planning().planChunk(campaign.id());

        world.control.stop(world.user, campaign.publicId(), null);
        world.plan(campaign);

        await().untilAsserted(
                        () -> assertThat(world.now(campaign).counts().skipped()).isEqualTo(12_000));
    }

    @Test
    void aScheduledCampaignThatIsStoppedEndsAllItsRecipients() {
        world.session();
        Campaign campaign = world.control.schedule(
                world.user,
                world.draft("s1", 10).publicId(),
                world.queue.clock.instant().plusSeconds(60),
                null,
                null);

        Campaign stopped = world.control.stop(world.user, campaign.publicId(), null);
        assertThat(world.planning().unfinished()).containsExactly(campaign.id());
        world.plan(stopped);

        assertThat(world.now(stopped).counts().skipped()).isEqualTo(10);
        assertThat(world.now(stopped).counts().pending()).isZero();
    }

    @Test
    void theLastMessageMayEndWhileTheCampaignIsPaused() {
        world.session();
        Campaign campaign = world.running("s1", 1);
        Mark last = world.mark(world.claim(campaign, 1).getFirst()).getFirst();
        world.control.pause(world.user, campaign.publicId(), null);

        world.accept(last);

        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
    }

    @Test
    void aCampaignWithFollowUpsCompletesOnlyAtTheVeryEnd() {
        world.session();
        Campaign campaign = world.running(
                "s1",
                2,
                new FollowUpPlan.Step(Duration.ofHours(1), Template.of("Ancora"), true),
                new FollowUpPlan.Step(Duration.ofHours(2), Template.of("Ultimo"), true));

        assertThat(world.send(campaign, 5)).isEqualTo(2);
        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.RUNNING);
        assertThat(world.send(campaign, 5)).isZero();

        world.queue.clock.advance(Duration.ofHours(1));
        assertThat(world.send(campaign, 5)).isEqualTo(2);
        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.RUNNING);

        world.queue.clock.advance(Duration.ofHours(2));
        assertThat(world.send(campaign, 5)).isEqualTo(2);
        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);
        assertThat(world.now(campaign).counts().sent()).isEqualTo(6);
    }

    @Test
    void aScheduledCampaignStartsByItselfAlsoAfterARestart() {
        world.session();
        Instant at = world.queue.clock.instant().plus(Duration.ofHours(1));
        Campaign campaign =
                world.control.schedule(world.user, world.draft("s1", 1).publicId(), at, null, null);
        assertThat(campaign.waiting()).isEqualTo(new Campaign.Wait(WaitReason.SCHEDULED, at));

        world.dueCampaigns().startDue();
        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.SCHEDULED);

        world.queue.clock.advance(Duration.ofHours(1));
        world.dueCampaigns().startDue();

        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.RUNNING);
    }

    @Test
    void aScheduledCampaignThatCannotStartBecomesADraftAndSaysWhy() {
        world.session();
        Campaign campaign = world.control.schedule(
                world.user,
                world.draft("s1", 1).publicId(),
                world.queue.clock.instant().plusSeconds(60),
                null,
                null);
        world.jdbc
                .sql("update lane set session_pk = null where id = ?")
                .param(campaign.laneId())
                .update();

        world.queue.clock.advance(Duration.ofMinutes(1));
        world.dueCampaigns().startDue();

        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(world.now(campaign).statusReason()).isEqualTo("session_missing");
    }

    @Test
    void aScheduledCampaignWhoseSessionIsLostStartsPaused() {
        long session = world.session();
        Campaign campaign = world.control.schedule(
                world.user,
                world.draft("s1", 1).publicId(),
                world.queue.clock.instant().plusSeconds(60),
                null,
                null);
        state(session, "logged_out", "logged_out");

        world.queue.clock.advance(Duration.ofMinutes(1));
        world.dueCampaigns().startDue();

        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.PAUSED);
        assertThat(world.now(campaign).statusReason()).isEqualTo("session_logged_out");
        refused("session_logged_out", () -> world.control.resume(world.user, campaign.publicId(), null));
    }

    @Test
    void anUnscheduledCampaignIsADraftAgain() {
        world.session();
        Instant at = world.queue.clock.instant().plusSeconds(60);
        Campaign campaign =
                world.control.schedule(world.user, world.draft("s1", 1).publicId(), at, null, null);

        Campaign draft = world.control.unschedule(world.user, campaign.publicId(), null);

        assertThat(draft.status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(draft.dates().scheduledAt()).isNull();
        assertThat(draft.dates().plannedStart()).isEqualTo(at);
        refused(
                "schedule_in_past",
                () -> world.control.schedule(world.user, draft.publicId(), world.queue.clock.instant(), null, null));
    }

    @Test
    void aSessionThatIsDownShowsAsTheReasonToWait() {
        long session = world.session();
        Campaign campaign = world.running("s1", 1);
        state(session, "disconnected", "drop");

        assertThat(world.now(campaign).waiting()).isEqualTo(new Campaign.Wait(WaitReason.SESSION_DOWN, null));
        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.RUNNING);
    }

    private void state(long session, String state, String reason) {
        world.jdbc
                .sql("update wa_session set state = ?, state_reason = ? where id = ?")
                .params(state, reason, session)
                .update();
    }
}
