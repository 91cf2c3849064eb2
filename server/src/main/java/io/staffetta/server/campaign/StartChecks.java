package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.FollowUpPlan;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.pacing.FinishEstimate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a campaign needs before it may start. */
@Component
class StartChecks {

    private static final int LONGEST_CONSENT = 2_000;

    private final Imports imports;
    private final ImportedColumns columns;

    StartChecks(Imports imports, JdbcClient jdbc) {
        this.imports = imports;
        this.columns = new ImportedColumns(jdbc);
    }

    /**
     * Refuses a campaign that cannot start.
     *
     * @throws Problem {@code template_missing}, {@code session_missing}, {@code import_running}, {@code no_recipients},
     *     {@code template_variables_missing} where no file has a column that a text needs: everybody would fail
     */
    void check(Campaign campaign) {
        Template template = complete(campaign);
        checkVariables(campaign, template);
    }

    /**
     * Refuses a campaign that cannot go on. Of its variables nothing is said any more: a text that is new since the start
     * was checked when it came, and follow-ups cannot be changed.
     *
     * @throws Problem {@code template_missing}, {@code session_missing}, {@code import_running}, {@code no_recipients}
     */
    void checkResumption(Campaign campaign) {
        complete(campaign);
    }

    private Template complete(Campaign campaign) {
        Template template = campaign.content().template();
        if (template == null) {
            throw conflict("template_missing", "The campaign has no text yet.");
        }
        if (campaign.sender() == null) {
            throw conflict("session_missing", "The campaign's session was deleted; choose another one.");
        }
        if (imports.loading(campaign.id())) {
            throw conflict("import_running", "A file is being read into this campaign just now.");
        }
        if (campaign.counts().total() == 0) {
            throw conflict("no_recipients", "The campaign has no recipients yet.");
        }
        return template;
    }

    private void checkVariables(Campaign campaign, Template first) {
        List<String> required = Stream.concat(
                        Stream.of(first),
                        campaign.content().followUps().steps().stream().map(FollowUpPlan.Step::template))
                .flatMap(template -> CampaignTexts.required(template).stream())
                .distinct()
                .toList();
        List<String> missing = columns.lackedByAll(campaign.id(), required);
        if (!missing.isEmpty()) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "template_variables_missing",
                    "No column has values for: " + String.join(", ", missing),
                    Map.of("missing", missing));
        }
    }

    /**
     * Refuses a start that would have been, or that nobody will see.
     *
     * @throws Problem {@code schedule_in_past}, {@code schedule_too_far}
     */
    static void checkTime(Instant at, Instant now) {
        if (!at.isAfter(now)) {
            throw new Problem(Problem.Kind.INVALID, "schedule_in_past", "That time has passed already.");
        }
        checkWithinReach(at, now);
    }

    /**
     * Refuses a start beyond all that can be foreseen.
     *
     * @throws Problem {@code schedule_too_far}
     */
    static void checkWithinReach(Instant at, Instant now) {
        if (at.isAfter(now.plus(FinishEstimate.HORIZON))) {
            throw new Problem(
                    Problem.Kind.INVALID, "schedule_too_far", "A campaign can be scheduled up to 100 years ahead.");
        }
    }

    /**
     * Refuses a campaign whose session needs a person before anything can be sent.
     *
     * @throws Problem {@code session_logged_out} or {@code session_banned}
     */
    void checkSender(Campaign campaign) {
        Sender sender = campaign.sender();
        if (sender != null) {
            sender.loss().ifPresent(loss -> {
                throw switch (loss) {
                    case "session_banned" ->
                        conflict("session_banned", "The campaign's number was banned; choose another session.");
                    default -> conflict("session_logged_out", "The campaign's session is logged out; link it again.");
                };
            });
        }
    }

    /**
     * The statement to keep, the new one if there is one. Campaigns to real people need one.
     *
     * @throws Problem {@code consent_required} or {@code consent_too_long}
     */
    @Nullable
    String consent(Campaign campaign, @Nullable String statement) {
        if (statement != null && statement.length() > LONGEST_CONSENT) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "consent_too_long",
                    "The statement has at most " + LONGEST_CONSENT + " characters.");
        }
        if (statement != null && !statement.isBlank()) {
            return statement.strip();
        }
        if (!campaign.simulated() && campaign.consent() == null) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "consent_required",
                    "State that the recipients agreed to be written to: consent.statement.");
        }
        return null;
    }

    private static Problem conflict(String code, String message) {
        return new Problem(Problem.Kind.CONFLICT, code, message);
    }
}
