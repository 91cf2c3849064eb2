package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.pacing.BusinessTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What would keep a campaign from starting or going on now, all at once and without changing anything. */
@Component
public class Preflight {

    private final Campaigns campaigns;
    private final StartChecks checks;
    private final Approval approval;
    private final BusinessTime businessTime;

    Preflight(Campaigns campaigns, StartChecks checks, Approval approval, BusinessTime businessTime) {
        this.businessTime = businessTime;
        this.campaigns = campaigns;
        this.checks = checks;
        this.approval = approval;
    }

    /**
     * Everything that is known against a start; of one that is paused, against going on: exactly what that would refuse.
     *
     * @param planned when it is to start, in business time; null for now
     * @throws Problem {@code campaign_not_found}
     */
    public List<Problem> problems(long ownerId, String name, @Nullable Instant planned) {
        Campaign campaign = campaigns.get(ownerId, name);
        List<Problem> problems = new ArrayList<>();
        if (planned != null) {
            collect(problems, () -> StartChecks.checkTime(planned, businessTime.now(campaign.simulated())));
        }
        if (campaign.status() == CampaignStatus.PAUSED) {
            collect(problems, () -> checks.checkResumption(campaign));
        } else {
            collect(problems, () -> checks.check(campaign));
        }
        collect(problems, () -> checks.checkSender(campaign));
        problems.addAll(approval.problems(campaign));
        return problems;
    }

    private static void collect(List<Problem> problems, Runnable check) {
        try {
            check.run();
        } catch (Problem e) {
            problems.add(e);
        }
    }
}
