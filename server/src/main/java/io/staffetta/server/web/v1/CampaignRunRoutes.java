package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.CampaignControl;
import io.staffetta.server.campaign.Campaigns;
import io.staffetta.server.campaign.FinishTimes;
import io.staffetta.server.campaign.Forecast;
import io.staffetta.server.campaign.Preflight;
import io.staffetta.server.web.Idempotent;
import io.staffetta.server.web.RequestLanguage;
import io.staffetta.server.web.Texts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Starting, pausing, stopping and scheduling campaigns. */
@Tag(name = "Campaigns")
@RestController
@RequestMapping("/api/v1/campaigns/{id}")
class CampaignRunRoutes {

    private final Campaigns campaigns;
    private final CampaignControl control;
    private final FinishTimes finishTimes;
    private final Preflight preflight;
    private final Texts texts;

    CampaignRunRoutes(
            Campaigns campaigns, CampaignControl control, FinishTimes finishTimes, Preflight preflight, Texts texts) {
        this.campaigns = campaigns;
        this.control = control;
        this.preflight = preflight;
        this.texts = texts;
        this.finishTimes = finishTimes;
    }

    @Operation(summary = "Start now")
    @PostMapping("/start")
    @Idempotent
    @Needs(Scope.SEND)
    ResponseEntity<CampaignAnswer> start(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected,
            @Valid @RequestBody(required = false) CampaignBodies.@Nullable Start body) {
        String consent = body == null ? null : body.statement();
        return tagged(control.start(caller, id, consent, VersionTag.expected(expected)));
    }

    /**
     * What would keep a campaign from starting.
     *
     * @param ready whether it could start
     */
    record PreflightAnswer(boolean ready, List<FlawAnswer> problems) {}

    /** One reason against a start: the same code that the start would answer. */
    record FlawAnswer(String code, String message, Map<String, ?> details) {}

    @Operation(summary = "What would keep the campaign from starting now; changes nothing")
    @GetMapping("/preflight")
    PreflightAnswer preflight(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = "When it is to start; left out for now") @RequestParam(required = false) @Nullable
                    Instant startAt,
            HttpServletRequest request) {
        List<Problem> found = preflight.problems(caller.ownerId(), id, startAt);
        return new PreflightAnswer(
                found.isEmpty(),
                found.stream()
                        .map(problem -> new FlawAnswer(
                                problem.code(),
                                texts.find(RequestLanguage.of(request), problem.code(), problem.details())
                                        .orElseGet(() -> String.valueOf(problem.getMessage())),
                                problem.details()))
                        .toList());
    }

    @Operation(summary = "How long the campaign would take if it started now, from one number and from several like it")
    @GetMapping("/forecast")
    Forecast forecast(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = "When it is to start; left out for now or when it is scheduled")
                    @RequestParam(required = false)
                    @Nullable
                    Instant startAt) {
        return finishTimes
                .ahead(campaigns.get(caller.ownerId(), id), startAt)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.CONFLICT,
                        "session_missing",
                        "The campaign's session was deleted; choose another one."));
    }

    @Operation(summary = "Let a running campaign wait")
    @PostMapping("/pause")
    @Idempotent
    @Needs(Scope.SEND)
    ResponseEntity<CampaignAnswer> pause(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected) {
        return tagged(control.pause(caller, id, VersionTag.expected(expected)));
    }

    @Operation(summary = "Let a paused campaign go on")
    @PostMapping("/resume")
    @Idempotent
    @Needs(Scope.SEND)
    ResponseEntity<CampaignAnswer> resume(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected) {
        return tagged(control.resume(caller, id, VersionTag.expected(expected)));
    }

    @Operation(summary = "End a campaign; what waits is cancelled")
    @PostMapping("/stop")
    @Idempotent
    @Needs(Scope.SEND)
    ResponseEntity<CampaignAnswer> stop(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected) {
        return tagged(control.stop(caller, id, VersionTag.expected(expected)));
    }

    @Operation(summary = "Start by itself at a time, or change that time")
    @PostMapping("/schedule")
    @Idempotent
    @Needs(Scope.SEND)
    ResponseEntity<CampaignAnswer> schedule(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected,
            @Valid @RequestBody CampaignBodies.Schedule body) {
        return tagged(control.schedule(caller, id, body.at(), body.statement(), VersionTag.expected(expected)));
    }

    @Operation(summary = "Make a scheduled campaign a draft again")
    @DeleteMapping("/schedule")
    @Needs(Scope.SEND)
    ResponseEntity<CampaignAnswer> unschedule(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected) {
        return tagged(control.unschedule(caller, id, VersionTag.expected(expected)));
    }

    private ResponseEntity<CampaignAnswer> tagged(Campaign campaign) {
        return ResponseEntity.ok()
                .eTag(VersionTag.of(campaign.version()))
                .body(CampaignAnswer.of(campaign, finishTimes.of(campaign).orElse(null)));
    }
}
