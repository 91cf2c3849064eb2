package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.Delay;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.queue.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CampaignsTest {

    private final CampaignWorld world = new CampaignWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aNewCampaignIsFoundByEachOfItsThreeNames() {
        world.session();
        Campaign campaign = world.draft("s1", 0);

        assertThat(campaign.publicId()).matches("[0-9a-f]{24}");
        assertThat(campaign.reference()).isEqualTo("blast_20260302_001");
        for (String name : List.of(Long.toString(campaign.id()), campaign.publicId(), campaign.reference())) {
            assertThat(world.campaigns.get(world.user.ownerId(), name).id()).isEqualTo(campaign.id());
        }
    }

    @Test
    void theDayOfAReferenceIsTheUsersOwn() {
        world.session();
        world.jdbc.sql("update app_user set time_zone = 'Pacific/Kiritimati'").update();

        assertThat(world.draft("s1", 0).reference()).isEqualTo("blast_20260303_001");
    }

    @Test
    void campaignsMadeAtTheSameTimeGetDifferentReferences() throws Exception {
        world.session();
        List<Callable<String>> creations = IntStream.range(0, 24)
                .<Callable<String>>mapToObj(n -> () -> world.draft("s1", 0).reference())
                .toList();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<String> references = new java.util.ArrayList<>();
            for (Future<String> reference : threads.invokeAll(creations)) {
                references.add(reference.get());
            }
            assertThat(references).doesNotHaveDuplicates().contains("blast_20260302_024");
        }
    }

    @Test
    void aCampaignOfAnotherUserDoesNotExist() {
        world.session();
        Campaign campaign = world.draft("s1", 0);
        Caller other = new Caller(world.user.ownerId() + 1, "user:x@example.org", Set.of(Scope.values()));

        refused("campaign_not_found", () -> world.campaigns.get(other.ownerId(), campaign.publicId()));
        refused("campaign_not_found", () -> world.control.stop(other, campaign.publicId(), null));
        refused("campaign_not_found", () -> world.handOver.change(other, campaign.publicId(), "s1", null));
    }

    @Test
    void aCampaignIsSimulatedAsItsSessionIs() {
        long session = world.session();
        world.jdbc
                .sql("update wa_session set simulated = false where id = ?")
                .param(session)
                .update();

        assertThat(world.draft("s1", 0).simulated()).isFalse();
    }

    @Test
    void aChangeNeedsTheVersionThatIsCurrent() {
        world.session();
        Campaign campaign = world.draft("s1", 0);
        CampaignChange rename = new CampaignChange("Altro", null, PaceOrder.USUAL, null, null);
        Campaign changed = world.campaigns.change(world.user, campaign.publicId(), rename, Set.of(campaign.version()));

        assertThat(changed.name()).isEqualTo("Altro");
        assertThat(changed.version()).isGreaterThan(campaign.version());
        refused(
                "stale",
                () -> world.campaigns.change(world.user, campaign.publicId(), rename, Set.of(campaign.version())));
    }

    @Test
    void aPlannedStartIsKeptWithTheDraftAndStartsNothing() {
        world.session();
        Campaign draft = world.draft("s1", 1);
        Instant at = world.queue.clock.instant().plusSeconds(60);

        Campaign planned = plan(draft, at);
        Campaign renamed = world.campaigns.change(
                world.user, draft.publicId(), new CampaignChange("Altro", null, PaceOrder.USUAL, null, null), null);
        world.queue.clock.advance(Duration.ofMinutes(2));
        world.dueCampaigns().startDue();

        assertThat(planned.dates().plannedStart()).isEqualTo(at);
        assertThat(renamed.dates().plannedStart()).isEqualTo(at);
        assertThat(world.now(draft).status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(plan(draft, null).dates().plannedStart()).isNull();
        refused("schedule_too_far", () -> plan(draft, Instant.MAX));
        refused("schedule_in_past", () -> plan(draft, Instant.MIN));
    }

    private Campaign plan(Campaign draft, @Nullable Instant at) {
        CampaignChange change =
                new CampaignChange(null, null, PaceOrder.USUAL, null, null, new CampaignChange.PlannedStart(at));
        return world.campaigns.change(world.user, draft.publicId(), change, null);
    }

    @Test
    void delaysHoursAndFollowUpsComeBackAsTheyWereGiven() {
        world.session();
        Delay delay = new Delay(Duration.ofSeconds(5), Duration.ofSeconds(9));
        PaceOrder pace = new PaceOrder(delay, Delay.NONE, new PaceOrder.Hours(true, 8, 20, "America/Sao_Paulo"));
        FollowUpPlan plan = new FollowUpPlan(List.of(
                new FollowUpPlan.Step(Duration.ofDays(2), Template.of("Ancora"), true),
                new FollowUpPlan.Step(Duration.ofDays(3), Template.of("Ultimo"), false)));
        Campaign draft = world.draft("s1", 0);

        Campaign changed = world.campaigns.change(
                world.user, draft.publicId(), new CampaignChange(null, null, pace, plan, null), null);

        assertThat(changed.pace().messageDelay()).isEqualTo(delay);
        assertThat(changed.pace().hours().zone().getId()).isEqualTo("America/Sao_Paulo");
        assertThat(changed.content().followUps()).isEqualTo(plan);
    }

    @Test
    void aRunningCampaignGoesOnWithItsNewTextWhereNobodysTurnHasCome() {
        world.session();
        Campaign running = world.running("s1", 3);
        Claimed underWay = world.claim(running, 1).getFirst();

        Campaign changed = world.campaigns.change(
                world.user,
                running.publicId(),
                new CampaignChange(null, Template.of("Corretto"), PaceOrder.USUAL, null, null),
                Set.of(running.version()));

        assertThat(changed.content().textVersion()).isEqualTo(2);
        assertThat(changed.status()).isEqualTo(CampaignStatus.RUNNING);
        assertThat(world.claim(running, 3))
                .hasSize(2)
                .extracting(Claimed::stepVersion)
                .containsOnly(2);
        world.mark(underWay).forEach(world::accept);
        assertThat(world.queue.count("select step_version from message where id = ?", underWay.id()))
                .isOne();
    }

    @Test
    void aRunningCampaignChangesItsPaceAtOnce() {
        world.session();
        Campaign running = world.running("s1", 2);
        Delay slower = new Delay(Duration.ofSeconds(20), Duration.ofSeconds(40));

        Campaign changed = world.campaigns.change(
                world.user,
                running.publicId(),
                new CampaignChange(null, null, new PaceOrder(slower, null, null), null, null),
                null);

        assertThat(changed.pace().messageDelay()).isEqualTo(slower);
        assertThat(world.lanesChanged).contains(running.laneId());
    }

    @Test
    void whoeverSawAnotherVersionChangesNothing() {
        world.session();
        Campaign running = world.running("s1", 1);

        refused("stale", () -> say(running, "Corretto", running.version() - 1));
        assertThat(world.now(running).content().textVersion()).isOne();
    }

    @Test
    void aTextThatTheRecipientsCannotBeWrittenToWithIsRefusedOnTheWay() {
        world.session();
        Campaign running = world.running("s1", 1);

        refused("template_variables_missing", () -> say(running, "Ciao {{nome}}", null));
        Campaign changed = say(running, "Ciao {{nome|amico}}, {{phone}}", null);

        assertThat(changed.content().textVersion()).isEqualTo(2);
    }

    @Test
    void aTextThatTheOtherSideWouldRefuseIsRefusedOnTheWay() {
        world.session();
        Campaign running = world.running("s1", 1);
        world.refusals.add(new Problem(Problem.Kind.CONFLICT, "template_required", "Approved templates only."));

        refused("template_required", () -> say(running, "Corretto", null));
    }

    @Test
    void aCampaignThatHasEndedCannotBeChanged() {
        world.session();
        Campaign running = world.running("s1", 1);
        world.control.stop(world.user, running.publicId(), null);

        refused("campaign_not_changeable", () -> say(running, "Corretto", null));
    }

    private Campaign say(Campaign campaign, String text, @Nullable Integer expected) {
        return world.campaigns.change(
                world.user,
                campaign.publicId(),
                new CampaignChange(null, Template.of(text), PaceOrder.USUAL, null, null),
                expected == null ? null : Set.of(expected));
    }

    @Test
    void aNewTextHoldsForEverythingThatHasNotBeenSent() {
        world.session();
        Campaign campaign = world.running("s1", 3);
        world.send(campaign, 1);
        world.control.pause(world.user, campaign.publicId(), null);
        world.campaigns.change(
                world.user,
                campaign.publicId(),
                new CampaignChange(null, Template.of("Corretto"), PaceOrder.USUAL, null, null),
                null);
        world.control.resume(world.user, campaign.publicId(), null);

        assertThat(world.claim(campaign, 3))
                .hasSize(2)
                .extracting(Claimed::stepVersion)
                .containsOnly(2);
        assertThat(world.queue.count("select count(*) from message where step_version = 1"))
                .isOne();
    }

    @Test
    void aDeletedDraftGoesWithItsRecipients() {
        world.session();
        Campaign draft = world.draft("s1", 12_000);

        world.campaigns.delete(world.user, draft.publicId(), null);
        refused("campaign_not_found", () -> world.now(draft));
        world.purge.purge();

        assertThat(world.queue.count("select count(*) from recipient")).isZero();
        assertThat(world.queue.count("select count(*) from campaign")).isZero();
    }

    @Test
    void aDeletedCampaignThatHasEndedKeepsItsMessages() {
        world.session();
        Campaign campaign = world.running("s1", 2);
        world.send(campaign, 2);
        assertThat(world.now(campaign).status()).isEqualTo(CampaignStatus.COMPLETED);

        world.campaigns.delete(world.user, campaign.publicId(), null);
        world.purge.purge();

        refused("campaign_not_found", () -> world.now(campaign));
        assertThat(world.campaigns.list(world.user.ownerId(), CampaignFilter.ALL, null, 10))
                .isEmpty();
        assertThat(world.queue.count("select count(*) from message where state = 'sent'"))
                .isEqualTo(2);
    }

    @Test
    void aRunningCampaignCannotBeDeleted() {
        world.session();
        Campaign running = world.running("s1", 1);

        refused("campaign_not_deletable", () -> world.campaigns.delete(world.user, running.publicId(), null));
    }

    @Test
    void listsAreInOrderOfAgeAndFiltered() {
        world.session();
        Campaign first = world.draft("s1", 1);
        Campaign second = world.running("s1", 1);
        Campaign third = world.draft("s1", 1);
        long owner = world.user.ownerId();

        assertThat(world.campaigns.list(owner, CampaignFilter.ALL, first.id(), 10))
                .extracting(Campaign::id)
                .containsExactly(second.id(), third.id());
        assertThat(world.campaigns.list(
                        owner,
                        new CampaignFilter(CampaignStatus.DRAFT, "s1", null, CampaignFilter.Order.NEWEST),
                        null,
                        10))
                .extracting(Campaign::id)
                .containsExactly(third.id(), first.id());
    }

    static void refused(String code, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
