package io.staffetta.server.web.doors.blast;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.CampaignControl;
import io.staffetta.server.campaign.CampaignPages;
import io.staffetta.server.campaign.Campaigns;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.RequestLanguage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The documented list, and by implication the routes that make and run what it lists. */
@Tag(name = "Door 5: blast sessions")
@RestController
@RequestMapping("/api/blast-control/sessions")
@Door(language = "en")
class BlastRoutes {

    private static final int MOST = 500;

    private final Campaigns campaigns;
    private final CampaignControl control;
    private final CampaignPages pages;
    private final BlastView view;

    BlastRoutes(Campaigns campaigns, CampaignControl control, CampaignPages pages, BlastView view) {
        this.campaigns = campaigns;
        this.control = control;
        this.pages = pages;
        this.view = view;
    }

    /** What this door puts its answers in. */
    record Envelope<T>(boolean success, T data) {

        static <T> Envelope<T> of(T data) {
            return new Envelope<>(true, data);
        }
    }

    /** A part of the list. */
    record Listing(List<BlastSession> sessions, Pagination pagination) {}

    /** Where the part stands in the whole. */
    record Pagination(int total, int limit, int offset, boolean hasMore) {}

    /** What may come with a start. */
    record Start(@Nullable Consent consent) {}

    /** The user's own statement that the recipients agreed to be written to. */
    record Consent(@Nullable String statement) {}

    @Operation(
            summary = "Blast sessions with the account that they send from",
            description = "limit is 1 to 500, offset starts at 0.")
    @GetMapping
    Envelope<Listing> list(
            Caller caller,
            HttpServletRequest request,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(defaultValue = "0") int offset) {
        within("limit", limit, 1, MOST);
        within("offset", offset, 0, Integer.MAX_VALUE);
        CampaignStatus wanted = BlastStatus.read(status);
        int total = pages.total(caller.ownerId(), wanted);
        List<Campaign> page = pages.page(caller.ownerId(), wanted, offset, limit);
        return Envelope.of(new Listing(
                view.of(caller.ownerId(), page, RequestLanguage.of(request)),
                new Pagination(total, limit, offset, (long) offset + page.size() < total && !page.isEmpty())));
    }

    @Operation(summary = "Makes a blast session, which does not start by itself")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Needs(Scope.SEND)
    Envelope<BlastSession> create(Caller caller, HttpServletRequest request, @RequestBody BlastWish wish) {
        return answer(campaigns.create(caller, wish.creation()), request);
    }

    @Operation(
            summary = "Starts a blast session",
            description = "The first start takes a statement of yours that the recipients agreed to be written to.")
    @PostMapping("/{id}/start")
    @Needs(Scope.SEND)
    Envelope<BlastSession> start(
            Caller caller,
            HttpServletRequest request,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Start start) {
        Consent consent = start == null ? null : start.consent();
        return answer(control.start(caller, id, consent == null ? null : consent.statement(), null), request);
    }

    @Operation(summary = "Lets a blast session wait; what is being written is finished")
    @PostMapping("/{id}/pause")
    @Needs(Scope.SEND)
    Envelope<BlastSession> pause(Caller caller, HttpServletRequest request, @PathVariable String id) {
        return answer(control.pause(caller, id, null), request);
    }

    @Operation(summary = "Lets a paused blast session go on; nobody is written to twice")
    @PostMapping("/{id}/resume")
    @Needs(Scope.SEND)
    Envelope<BlastSession> resume(Caller caller, HttpServletRequest request, @PathVariable String id) {
        return answer(control.resume(caller, id, null), request);
    }

    @Operation(summary = "Ends a blast session; what waits is cancelled")
    @PostMapping("/{id}/stop")
    @Needs(Scope.SEND)
    Envelope<BlastSession> stop(Caller caller, HttpServletRequest request, @PathVariable String id) {
        return answer(control.stop(caller, id, null), request);
    }

    private Envelope<BlastSession> answer(Campaign campaign, HttpServletRequest request) {
        return Envelope.of(view.of(campaign.ownerId(), List.of(campaign), RequestLanguage.of(request))
                .getFirst());
    }

    private static void within(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_parameter",
                    parameter + " must be from " + least + " to " + most,
                    Map.of("parameter", parameter, "least", least, "most", most));
        }
    }
}
