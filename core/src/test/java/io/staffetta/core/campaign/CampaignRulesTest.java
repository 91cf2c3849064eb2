package io.staffetta.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.Collections;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CampaignRulesTest {

    private static final Template HELLO = Template.of("Ciao");

    @Test
    void aStoppedCampaignStaysStopped() {
        assertThatThrownBy(() -> CampaignStatus.STOPPED.to(CampaignStatus.RUNNING))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid_campaign_move"));
    }

    @Property
    void stayingIsNoMoveAndCodesNameTheirStatus(@ForAll CampaignStatus status) {
        assertThat(status.next()).doesNotContain(status);
        assertThat(CampaignStatus.of(status.code())).isEqualTo(status);
    }

    @Property
    void whatHasEndedIsReopenedOnlyFromCompleted(@ForAll CampaignStatus status) {
        assertThat(status.ended() && !status.next().isEmpty()).isEqualTo(status == CampaignStatus.COMPLETED);
    }

    @Test
    void aFollowUpComesAfterAMinuteAtLeastAndAYearAtMost() {
        assertThat(new FollowUpPlan.Step(Duration.ofMinutes(1), HELLO, true).after())
                .isPositive();
        assertRefused(() -> new FollowUpPlan.Step(Duration.ofSeconds(59), HELLO, true));
        assertRefused(() -> new FollowUpPlan.Step(Duration.ofDays(366), HELLO, true));
    }

    @Test
    void thereAreAtMostTenFollowUps() {
        FollowUpPlan.Step step = new FollowUpPlan.Step(Duration.ofDays(1), HELLO, true);

        assertThat(new FollowUpPlan(Collections.nCopies(10, step)).steps()).hasSize(10);
        assertRefused(() -> new FollowUpPlan(Collections.nCopies(11, step)));
    }

    private static void assertRefused(Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid_follow_up"));
    }
}
