package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.HandOver;
import io.staffetta.server.campaign.Sender;
import io.staffetta.server.web.DryRun;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
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
     * @param followUps how many of those that would move follow a message that was sent
     * @param newFinish when the last message would go, in business time, or null if that cannot be said
     */
    record OutlookAnswer(
            int wouldMove,
            int followUps,
            int stays,
            int inFlight,
            @Nullable Instant newFinish,
            HandOver.Budget remainingBudget) {}

    @Operation(summary = "Go on from another number")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(oneOf = {ChangeAnswer.class, OutlookAnswer.class})))
    @PutMapping(PATH)
    @Needs(Scope.READ)
    ResponseEntity<?> change(
            Caller caller,
            @PathVariable String id,
            @Parameter(
                            schema = @Schema(type = "boolean"),
                            description = "Only says what the change would do, which takes the scope read")
                    @RequestParam(required = false)
                    @Nullable
                    String dryRun,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected,
            @RequestBody CampaignBodies.SessionChange body) {
        if (DryRun.asked(dryRun)) {
            return ResponseEntity.ok(answer(handOver.dryRun(caller, id, body.sessionId())));
        }
        caller.require(Scope.SEND);
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

    private static OutlookAnswer answer(HandOver.Outlook outlook) {
        return new OutlookAnswer(
                outlook.wouldMove(),
                outlook.followUps(),
                outlook.stays(),
                outlook.inFlight(),
                outlook.newFinish(),
                outlook.remainingBudget());
    }
}
