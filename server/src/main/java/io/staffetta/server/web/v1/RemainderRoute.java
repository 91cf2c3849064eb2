package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.Remainder;
import io.staffetta.server.web.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Going on with what a stopped campaign left. */
@Tag(name = "Campaigns")
@RestController
class RemainderRoute {

    private final Remainder remainder;

    RemainderRoute(Remainder remainder) {
        this.remainder = remainder;
    }

    @Operation(summary = "A new draft like a stopped campaign, to those whose message was cancelled")
    @PostMapping("/api/v1/campaigns/{id}/continue")
    @ResponseStatus(HttpStatus.CREATED)
    @Idempotent
    @Needs(Scope.SEND)
    CampaignAnswer goOn(Caller caller, @PathVariable String id) {
        return CampaignAnswer.of(remainder.draft(caller, id), null);
    }
}
