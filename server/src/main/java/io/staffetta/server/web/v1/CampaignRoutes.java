package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.CampaignStatus;
import io.staffetta.core.pacing.FinishRange;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.CampaignFilter;
import io.staffetta.server.campaign.Campaigns;
import io.staffetta.server.campaign.FinishTimes;
import io.staffetta.server.web.Idempotent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Campaigns: making and changing them; {@link CampaignRunRoutes} runs them. An {@code {id}} is any of a campaign's three names. */
@Tag(name = "Campaigns")
@RestController
@RequestMapping("/api/v1/campaigns")
class CampaignRoutes {

    private final Campaigns campaigns;
    private final FinishTimes finishTimes;

    CampaignRoutes(Campaigns campaigns, FinishTimes finishTimes) {
        this.campaigns = campaigns;
        this.finishTimes = finishTimes;
    }

    @Operation(summary = "Make a draft")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Needs(Scope.SEND)
    @Idempotent
    CampaignAnswer create(Caller caller, @Valid @RequestBody CampaignBodies.Creation body) {
        return CampaignAnswer.of(campaigns.create(caller, body.order()), null);
    }

    @Operation(summary = "List campaigns")
    @GetMapping
    Page<CampaignAnswer> list(
            Caller caller,
            Paging paging,
            @RequestParam @Nullable String status,
            @RequestParam @Nullable String sessionId,
            @RequestParam @Nullable String search,
            @RequestParam(defaultValue = "oldest") String order) {
        CampaignFilter filter = new CampaignFilter(
                status == null ? null : named(CampaignStatus.class, "status", status),
                sessionId,
                search,
                named(CampaignFilter.Order.class, "order", order));
        Long after = paging.after().isPresent() ? paging.after().getAsLong() : null;
        List<Campaign> read = campaigns.list(caller.ownerId(), filter, after, paging.rows());
        Page<Campaign> page = paging.page(read, Campaign::id);
        Map<Long, FinishRange> finish = finishTimes.of(page.items());
        return new Page<>(
                page.items().stream()
                        .map(campaign -> CampaignAnswer.of(campaign, finish.get(campaign.id())))
                        .toList(),
                page.next());
    }

    @Operation(summary = "One campaign, with progress and finish estimate")
    @GetMapping("/{id}")
    CampaignAnswer get(Caller caller, @PathVariable String id, HttpServletResponse response) {
        Campaign campaign = campaigns.get(caller.ownerId(), id);
        // Not by ResponseEntity, which answers If-None-Match with 304: figures move without a new version.
        response.setHeader(HttpHeaders.ETAG, VersionTag.of(campaign.version()));
        return answer(campaign);
    }

    @Operation(summary = "Change a campaign that has not ended; a new text holds for what is not being written yet")
    @PatchMapping("/{id}")
    @Needs(Scope.SEND)
    ResponseEntity<CampaignAnswer> change(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected,
            @Valid @RequestBody CampaignBodies.Change body) {
        return tagged(campaigns.change(caller, id, body.order(), VersionTag.expected(expected)));
    }

    @Operation(summary = "Delete a draft, or hide a campaign that has ended")
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Scope.SEND)
    void delete(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected) {
        campaigns.delete(caller, id, VersionTag.expected(expected));
    }

    private ResponseEntity<CampaignAnswer> tagged(Campaign campaign) {
        return ResponseEntity.ok().eTag(VersionTag.of(campaign.version())).body(answer(campaign));
    }

    private CampaignAnswer answer(Campaign campaign) {
        return CampaignAnswer.of(campaign, finishTimes.of(campaign).orElse(null));
    }

    private static <E extends Enum<E>> E named(Class<E> type, String parameter, String value) {
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_parameter",
                    "The parameter " + parameter + " has a value it cannot have",
                    Map.of("parameter", parameter));
        }
    }
}
