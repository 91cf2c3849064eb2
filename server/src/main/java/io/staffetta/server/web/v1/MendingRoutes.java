package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.CampaignRefs;
import io.staffetta.server.campaign.Doubles;
import io.staffetta.server.campaign.Imports;
import io.staffetta.server.campaign.Mending;
import io.staffetta.server.campaign.RefusedGroup;
import io.staffetta.server.campaign.Remarked;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Putting right what came of a file of people: single rows, and groups of them. */
@Tag(name = "Recipients")
@RestController
@RequestMapping("/api/v1/campaigns/{campaign}/imports/{importId}")
class MendingRoutes {

    private final CampaignRefs campaigns;
    private final Imports imports;
    private final Mending mending;
    private final Remarked remarked;
    private final Doubles doubles;
    private final RowTexts texts;

    MendingRoutes(
            CampaignRefs campaigns,
            Imports imports,
            Mending mending,
            Remarked remarked,
            Doubles doubles,
            RowTexts texts) {
        this.campaigns = campaigns;
        this.imports = imports;
        this.mending = mending;
        this.remarked = remarked;
        this.doubles = doubles;
        this.texts = texts;
    }

    /** A refused row's number, put right. */
    record Mended(@NotNull String phone) {

        @Override
        public String toString() {
            return "Mended";
        }
    }

    @Operation(summary = "Give a refused row another phone; the answer tells whether it is refused still")
    @PatchMapping("/rejected/{row}")
    @Needs(Scope.SEND)
    ImportAnswer mend(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @PathVariable int row,
            @Valid @RequestBody Mended body,
            HttpServletRequest request) {
        return after(
                caller,
                campaign,
                importId,
                request,
                id -> mending.mend(caller.ownerId(), id, importId, row, body.phone()));
    }

    @Operation(
            summary = "Judge a group of refused rows anew",
            description = "With repair, each gets the number that is proposed for it. Without, the rows are judged as"
                    + " they stand: after the text got a fallback, say, for those with the code missing_variable. Who was"
                    + " left out by hand comes back only where the code is named.")
    @PostMapping("/rejected/again")
    @Needs(Scope.SEND)
    ImportAnswer again(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @RequestBody RefusedGroup group,
            HttpServletRequest request) {
        return after(caller, campaign, importId, request, id -> mending.again(caller.ownerId(), id, importId, group));
    }

    /** Which of the rows with the same number count. */
    enum Keep {
        /** The first that can be written to, as reading does it. */
        first,
        /** The last that can be written to. */
        last,
        /** The one that counts, with what it lacks out of the others. */
        merge
    }

    /** What to do about doubles. */
    record Kept(@NotNull Keep keep) {}

    @Operation(
            summary = "Say which of a file's rows with the same number count",
            description =
                    "The first ones do, unless the last ones are wanted, or the values of all of them: merged for good"
                            + " into the row that counts. The others stay among the refused rows, as duplicate.")
    @PutMapping("/doubles")
    @Needs(Scope.SEND)
    ImportAnswer keep(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @Valid @RequestBody Kept body,
            HttpServletRequest request) {
        long owner = caller.ownerId();
        return after(caller, campaign, importId, request, id -> {
            switch (body.keep()) {
                case first -> doubles.keepFirst(owner, id, importId);
                case last -> doubles.keepLast(owner, id, importId);
                case merge -> doubles.merge(owner, id, importId);
            }
        });
    }

    @Operation(
            summary = "The people of a file of whose numbers something is to be said",
            description = "Such as country_inferred, for a number that was read as one of another country, or landline."
                    + " They are in the campaign.")
    @GetMapping("/remarked")
    Page<Remarked.Person> remarked(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @Parameter(description = "country_inferred, confirmed, spreadsheet, repaired, mended or landline")
                    @RequestParam
                    @Nullable
                    String remark,
            @RequestParam @Nullable String country,
            Paging paging) {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        imports.report(caller.ownerId(), campaignId, importId);
        List<Remarked.Person> people = remarked.after(
                campaignId, importId, remark, country, paging.after().orElse(0), paging.rows());
        return paging.page(people, Remarked.Person::row);
    }

    @Operation(summary = "Find right that numbers without a prefix are of this country, also those that were left out")
    @PutMapping("/inferred/{country}")
    @Needs(Scope.SEND)
    ImportAnswer confirm(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @PathVariable String country,
            HttpServletRequest request) {
        return after(
                caller,
                campaign,
                importId,
                request,
                id -> remarked.confirm(caller.ownerId(), id, importId, country.toUpperCase(Locale.ROOT)));
    }

    @Operation(
            summary = "Leave out whose number was taken for one of this country",
            description = "They are kept among the refused rows of their file, under country_inferred.")
    @DeleteMapping("/inferred/{country}")
    @Needs(Scope.SEND)
    ImportAnswer leaveOut(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @PathVariable String country,
            HttpServletRequest request) {
        return after(
                caller,
                campaign,
                importId,
                request,
                id -> remarked.leaveOut(caller.ownerId(), id, importId, country.toUpperCase(Locale.ROOT)));
    }

    /** How the file stands after this was done to it in its campaign. */
    private ImportAnswer after(
            Caller caller, String campaign, long importId, HttpServletRequest request, LongConsumer deed) {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        deed.accept(campaignId);
        return ImportAnswer.of(campaign, imports.report(caller.ownerId(), campaignId, importId), texts.in(request));
    }
}
