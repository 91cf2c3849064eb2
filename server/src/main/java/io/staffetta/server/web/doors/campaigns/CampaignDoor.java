package io.staffetta.server.web.doors.campaigns;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.CampaignControl;
import io.staffetta.server.campaign.CampaignEdits;
import io.staffetta.server.campaign.CampaignFilter;
import io.staffetta.server.campaign.Campaigns;
import io.staffetta.server.web.Door;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The routes around the documented one, by implication: a campaign in the door's envelope. */
@Tag(name = "Door 1: campaigns")
@RestController
@RequestMapping("/api/whatsapp-campaigns")
@Door(language = "it")
class CampaignDoor {

    private static final int MOST = 1_000;

    private final Campaigns campaigns;
    private final CampaignControl control;
    private final CampaignEdits edits;

    CampaignDoor(Campaigns campaigns, CampaignControl control, CampaignEdits edits) {
        this.campaigns = campaigns;
        this.control = control;
        this.edits = edits;
    }

    /** What may come with a start. */
    record Start(@Nullable Consent consent) {}

    /** The user's own statement that the recipients agreed to be written to. */
    record Consent(@Nullable String statement) {}

    @Operation(summary = "The newest campaigns")
    @GetMapping
    Envelope<List<CampaignDocument>> list(Caller caller) {
        CampaignFilter newest = new CampaignFilter(null, null, null, CampaignFilter.Order.NEWEST);
        return Envelope.of(campaigns.list(caller.ownerId(), newest, null, MOST).stream()
                .map(CampaignDocument::of)
                .toList());
    }

    @Operation(summary = "Makes a campaign, which does not start by itself")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Needs(Scope.SEND)
    Envelope<CampaignDocument> create(Caller caller, @RequestBody CampaignWish wish) {
        return answer(campaigns.create(caller, wish.creation()));
    }

    @Operation(summary = "One campaign")
    @GetMapping("/{id}")
    Envelope<CampaignDocument> get(Caller caller, @PathVariable String id) {
        return answer(campaigns.get(caller.ownerId(), id));
    }

    @Operation(summary = "Changes what is given; another session is a change of number")
    @PutMapping("/{id}")
    @Needs(Scope.SEND)
    Envelope<CampaignDocument> change(Caller caller, @PathVariable String id, @RequestBody CampaignWish wish) {
        return answer(
                SessionWords.inWordsOfTheDoor(() -> edits.change(caller, id, wish.change(), wish.whatsappSessionId())));
    }

    @Operation(summary = "Deletes a draft, or hides a campaign that has ended; answers with what it was")
    @DeleteMapping("/{id}")
    @Needs(Scope.SEND)
    Envelope<CampaignDocument> delete(Caller caller, @PathVariable String id) {
        Campaign last = campaigns.get(caller.ownerId(), id);
        campaigns.delete(caller, id, null);
        return answer(last);
    }

    @Operation(
            summary = "Starts a campaign",
            description = "The first start takes a statement of yours that the recipients agreed to be written to.")
    @PostMapping("/{id}/start")
    @Needs(Scope.SEND)
    Envelope<CampaignDocument> start(
            Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable Start start) {
        Consent consent = start == null ? null : start.consent();
        return answer(control.start(caller, id, consent == null ? null : consent.statement(), null));
    }

    @Operation(summary = "Lets a campaign wait; what is being written is finished")
    @PostMapping("/{id}/pause")
    @Needs(Scope.SEND)
    Envelope<CampaignDocument> pause(Caller caller, @PathVariable String id) {
        return answer(control.pause(caller, id, null));
    }

    @Operation(summary = "Lets a paused campaign go on; nobody is written to twice")
    @PostMapping("/{id}/resume")
    @Needs(Scope.SEND)
    Envelope<CampaignDocument> resume(Caller caller, @PathVariable String id) {
        return answer(control.resume(caller, id, null));
    }

    @Operation(summary = "Ends a campaign; what waits is cancelled")
    @PostMapping("/{id}/stop")
    @Needs(Scope.SEND)
    Envelope<CampaignDocument> stop(Caller caller, @PathVariable String id) {
        return answer(control.stop(caller, id, null));
    }

    private static Envelope<CampaignDocument> answer(Campaign campaign) {
        return Envelope.of(CampaignDocument.of(campaign));
    }
}
