package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.CampaignControl;
import io.staffetta.server.campaign.FinishTimes;
import io.staffetta.server.web.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Starting, pausing, stopping and scheduling campaigns. */
@Tag(name = "Campaigns")
@RestController
@RequestMapping("/api/v1/campaigns/{id}")
class CampaignRunRoutes {

    private final CampaignControl control;
    private final FinishTimes finishTimes;

    CampaignRunRoutes(CampaignControl control, FinishTimes finishTimes) {
        this.control = control;
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
