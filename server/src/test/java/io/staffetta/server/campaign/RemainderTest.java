package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemainderTest {

    private final CampaignWorld world = new CampaignWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void thoseWhoseMessageWasCancelledAreInTheNewDraftAndNobodyElse() {
        world.session();
        Campaign campaign = world.running("s1", 5);
        world.send(campaign, 2);
        stop(campaign);

        Campaign draft = world.remainder.draft(world.user, campaign.publicId());

        assertThat(draft.status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(draft.content().recipients()).isEqualTo(3);
        assertThat(draft.content().template()).isEqualTo(campaign.content().template());
        assertThat(draft.pace()).isEqualTo(campaign.pace());
        assertThat(world.queue.count("""
                select count(*) from recipient r where r.campaign_id = ? and r.phone not in
                    (select phone from message where campaign_id = ? and state = 'sent')
                """, draft.id(), campaign.id())).isEqualTo(3);
    }

    @Test
    void theNewRunSendsToAllOfThem() {
        world.session();
        Campaign campaign = world.running("s1", 5);
        world.send(campaign, 2);
        stop(campaign);
        Campaign draft = world.remainder.draft(world.user, campaign.publicId());

        world.control.start(world.user, draft.publicId(), null, null);
        world.plan(draft);
        world.send(draft, 10);

        assertThat(world.now(draft).status()).isEqualTo(CampaignStatus.COMPLETED);
        assertThat(world.queue.count("select count(distinct phone) from message where state = 'sent'"))
                .isEqualTo(5);
        assertThat(world.queue.count("select count(*) from message where state = 'sent'"))
                .isEqualTo(5);
    }

    @Test
    void everybodyKeepsTheVariablesOfTheirFile() {
        world.session();
        Campaign campaign =
                world.draft("s1", 0, new FollowUpPlan.Step(Duration.ofDays(2), Template.of("{{nome}}?"), true));
        world.recipients(campaign.id(), 3);
        world.jdbc
                .sql("update recipient_import set columns = '{nome,cell}', phone_column = 'cell' where accepted = 3")
                .update();
        Campaign running = world.control.start(world.user, campaign.publicId(), null, null);
        world.plan(running);
        stop(running);

        Campaign draft = world.remainder.draft(world.user, campaign.publicId());

        assertThat(world.queue.text(
                        "select phone_column || accepted from recipient_import where campaign_id = " + draft.id()))
                .isEqualTo("cell3");
        assertThat(world.control.start(world.user, draft.publicId(), null, null).status())
                .isEqualTo(CampaignStatus.RUNNING);
    }

    @Test
    void aCampaignThatWasNotStoppedLeavesNone() {
        world.session();
        refused("campaign_not_stopped", world.running("s1", 2));
    }

    @Test
    void whileMessagesAreStillEndingNobodyKnowsTheRest() {
        world.session();
        Campaign campaign = world.running("s1", 2);
        stop(campaign);
        world.jdbc
                .sql("update campaign set skipped = 0 where id = ?")
                .param(campaign.id())
                .update();

        refused("campaign_still_ending", campaign);
    }

    @Test
    void whereEverybodyWasHandledNobodyIsLeft() {
        world.session();
        Campaign campaign = world.running("s1", 2);
        stop(campaign);
        world.jdbc
                .sql("update message set reason = 'opted_out' where campaign_id = ?")
                .param(campaign.id())
                .update();

        refused("no_remainder", campaign);
        assertThat(world.queue.count("select count(*) from campaign")).isOne();
    }

    @Test
    void anotherUsersCampaignIsNotThere() {
        world.session();
        Campaign campaign = world.running("s1", 2);
        stop(campaign);
        Caller other = new Caller(world.user.ownerId() + 1, "user:x@example.org", Set.of(Scope.values()));

        assertThatThrownBy(() -> world.remainder.draft(other, campaign.publicId()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("campaign_not_found"));
    }

    private void stop(Campaign campaign) {
        world.control.stop(world.user, campaign.publicId(), null);
        // What waits is cancelled in the background.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> world.now(campaign).counts().pending() == 0);
    }

    private void refused(String code, Campaign campaign) {
        assertThatThrownBy(() -> world.remainder.draft(world.user, campaign.publicId()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
