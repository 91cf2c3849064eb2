package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What would keep a campaign from starting now, all at once and without changing anything. */
@Component
public class Preflight {

    private final Campaigns campaigns;
    private final StartChecks checks;
    private final Approval approval;

    Preflight(Campaigns campaigns, StartChecks checks, Approval approval) {
        this.campaigns = campaigns;
        this.checks = checks;
        this.approval = approval;
    }

    /**
     * Everything that is known against a start.
     *
     * @throws Problem {@code campaign_not_found}
     */
    public List<Problem> problems(long ownerId, String name) {
        Campaign campaign = campaigns.get(ownerId, name);
        List<Problem> problems = new ArrayList<>();
        collect(problems, () -> checks.check(campaign));
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
