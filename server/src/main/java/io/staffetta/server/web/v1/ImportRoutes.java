package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.CampaignRefs;
import io.staffetta.server.campaign.FirstLook;
import io.staffetta.server.campaign.FirstLooks;
import io.staffetta.server.campaign.ImportOrder;
import io.staffetta.server.campaign.Mending;
import io.staffetta.server.campaign.PreviewRows;
import io.staffetta.server.campaign.file.ReadAs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Looking at a file of people before it is read, and taking it back; {@link RecipientRoutes} reads it. */
@Tag(name = "Recipients")
@RestController
@RequestMapping("/api/v1/campaigns/{campaign}")
class ImportRoutes {

    private final CampaignRefs campaigns;
    private final FirstLooks looks;
    private final Mending mending;
    private final PreviewRows rows;

    ImportRoutes(CampaignRefs campaigns, FirstLooks looks, Mending mending, PreviewRows rows) {
        this.campaigns = campaigns;
        this.looks = looks;
        this.mending = mending;
        this.rows = rows;
    }

    @Operation(
            summary = "How a file of people would be read, shown at its first 50 rows; changes nothing",
            description =
                    "The body is the file, or the beginning of a text file; at most 16 MB are looked at. The parameters"
                            + " are those of the import: what is given is not guessed.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "text/csv",
                                        examples = @ExampleObject("name;phone;city\nAna;+39 333 111 2222;Forlì\n")),
                                @Content(mediaType = RecipientRoutes.XLSX)
                            }))
    @PostMapping(
            path = "/recipients/look",
            consumes = {
                "text/csv",
                "text/tab-separated-values",
                MediaType.TEXT_PLAIN_VALUE,
                "application/csv",
                "application/vnd.ms-excel",
                MediaType.APPLICATION_OCTET_STREAM_VALUE,
                RecipientRoutes.XLSX,
                MediaType.APPLICATION_JSON_VALUE
            })
    @Needs(Scope.SEND)
    FirstLook look(
            Caller caller,
            @PathVariable String campaign,
            @Parameter(hidden = true) @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
            @RequestParam @Nullable String phoneColumn,
            @RequestParam @Nullable String charset,
            @RequestParam @Nullable String delimiter,
            @RequestParam @Nullable Boolean header,
            @RequestParam @Nullable String country,
            @RequestParam(defaultValue = "false") boolean repair,
            HttpServletRequest request)
            throws IOException {
        ImportOrder order = new ImportOrder(
                RecipientRoutes.kind(type),
                null,
                phoneColumn,
                ReadAs.of(charset, delimiter, header, repair),
                country,
                null);
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        return looks.look(caller.ownerId(), campaignId, order, request.getInputStream());
    }

    @Operation(summary = "Take a file back: its people leave the campaign, which was not started")
    @DeleteMapping("/imports/{importId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Scope.SEND)
    void remove(Caller caller, @PathVariable String campaign, @PathVariable long importId) {
        mending.remove(caller.ownerId(), campaigns.resolve(caller.ownerId(), campaign), importId);
    }

    @Operation(summary = "Which recipients get the longest and the shortest text, and for whom none can be written")
    @GetMapping("/preview/rows")
    PreviewRows.Notable notable(Caller caller, @PathVariable String campaign) {
        return rows.find(campaigns.resolve(caller.ownerId(), campaign));
    }
}
