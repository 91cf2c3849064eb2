package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.HandOver;
import io.staffetta.server.campaign.Sender;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The change of number of a campaign, also while it is running. */
@Tag(name = "Campaigns")
@RestController
class CampaignSessionRoute {

    private static final String PATH = "/api/v1/campaigns/{id}/session";

    private final HandOver handOver;

    CampaignSessionRoute(HandOver handOver) {
        this.handOver = handOver;
    }

    /**
     * What a change of number did.
     *
     * @param inFlight of the pending messages, those that the old number's engine holds; they end there
     */
    record ChangeAnswer(
            CampaignAnswer campaign,
            @Nullable String oldSessionId,
            @Nullable String oldNumber,
            String newSessionId,
            @Nullable String newNumber,
            int pendingMessages,
            int sentMessages,
            int inFlight) {}

    /**
     * What a change of number would do.
     *
     * @param newFinish when the last message would go, in business time, or null if that cannot be said
     */
    record OutlookAnswer(
            int wouldMove,
            int stays,
            int inFlight,
            @Nullable Instant newFinish,
            HandOver.Budget remainingBudget) {}

    @Operation(summary = "Go on from another number")
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "boolean"),
            description = "Only says what the change would do")
    @PutMapping(path = PATH, params = "dryRun!=true")
    @Needs(Scope.SEND)
    ResponseEntity<ChangeAnswer> change(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected,
            @RequestBody CampaignBodies.SessionChange body) {
        HandOver.Changed changed = handOver.change(caller, id, body.sessionId(), VersionTag.expected(expected));
        return ResponseEntity.ok()
                .eTag(VersionTag.of(changed.campaign().version()))
                .body(answer(changed));
    }

    private static ChangeAnswer answer(HandOver.Changed changed) {
        Sender from = changed.from();
        return new ChangeAnswer(
                CampaignAnswer.of(changed.campaign(), null),
                from == null ? null : from.id(),
                from == null ? null : from.number().orElse(null),
                changed.to().id(),
                changed.to().number().orElse(null),
                changed.pendingMessages(),
                changed.campaign().counts().sent(),
                changed.inFlight());
    }

    @Operation(summary = "What going on from another number would mean; changes nothing")
    @Parameter(
            name = "dryRun",
            in = ParameterIn.QUERY,
            schema = @Schema(type = "boolean"),
            description = "Only says what the change would do")
    @PutMapping(path = PATH, params = "dryRun=true")
    @Needs(Scope.READ)
    OutlookAnswer dryRun(Caller caller, @PathVariable String id, @RequestBody CampaignBodies.SessionChange body) {
        HandOver.Outlook outlook = handOver.dryRun(caller, id, body.sessionId());
        return new OutlookAnswer(
                outlook.wouldMove(),
                outlook.stays(),
                outlook.inFlight(),
                outlook.newFinish(),
                outlook.remainingBudget());
    }
}
