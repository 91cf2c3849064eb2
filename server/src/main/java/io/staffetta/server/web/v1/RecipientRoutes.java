package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.CampaignRefs;
import io.staffetta.server.campaign.ImportOrder;
import io.staffetta.server.campaign.ImportReport;
import io.staffetta.server.campaign.Imports;
import io.staffetta.server.campaign.Preview;
import io.staffetta.server.campaign.RecipientReport;
import io.staffetta.server.campaign.RefusedGroup;
import io.staffetta.server.campaign.RefusedRows;
import io.staffetta.server.campaign.file.FileKind;
import io.staffetta.server.campaign.file.ReadAs;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The people of a campaign: their files in, previews and reports out. All bodies here are streams. */
@Tag(name = "Recipients")
@RestController
@RequestMapping("/api/v1/campaigns/{campaign}")
class RecipientRoutes {

    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final CampaignRefs campaigns;
    private final Imports imports;
    private final RefusedRows refusedRows;
    private final Preview preview;
    private final RecipientReport report;
    private final RowTexts texts;

    RecipientRoutes(
            CampaignRefs campaigns,
            Imports imports,
            RefusedRows refusedRows,
            Preview preview,
            RecipientReport report,
            RowTexts texts) {
        this.campaigns = campaigns;
        this.imports = imports;
        this.refusedRows = refusedRows;
        this.preview = preview;
        this.report = report;
        this.texts = texts;
    }

    @Operation(
            summary = "Add the people in a file to a campaign that was not started",
            description =
                    "The body is the file itself: CSV in any usual delimiter and encoding, XLSX, or JSON. Rows that"
                            + " cannot be used are reported one by one and do not keep the others from coming in.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "text/csv",
                                        examples = @ExampleObject("name;phone;city\nAna;+39 333 111 2222;Forlì\n")),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        examples =
                                                @ExampleObject("[{\"phone\":\"+39 333 111 2222\",\"name\":\"Ana\"}]")),
                                @Content(mediaType = XLSX)
                            }))
    @PostMapping(
            path = "/recipients",
            consumes = {
                "text/csv",
                "text/tab-separated-values",
                MediaType.TEXT_PLAIN_VALUE,
                "application/csv",
                // What browsers on Windows call a CSV file.
                "application/vnd.ms-excel",
                MediaType.APPLICATION_OCTET_STREAM_VALUE,
                XLSX,
                MediaType.APPLICATION_JSON_VALUE
            })
    @Needs(Scope.SEND)
    ImportAnswer add(
            Caller caller,
            @PathVariable String campaign,
            @Parameter(hidden = true) @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
            @RequestParam @Nullable String phoneColumn,
            @RequestParam @Nullable String fileName,
            @Parameter(description = "UTF-8, UTF-16LE, UTF-16BE or windows-1252; found out if absent")
                    @RequestParam
                    @Nullable
                    String charset,
            @Parameter(description = "comma, semicolon, | or tab; found out if absent") @RequestParam @Nullable
                    String delimiter,
            @Parameter(description = "Whether the first row names the columns; found out if absent")
                    @RequestParam
                    @Nullable
                    Boolean header,
            @Parameter(description = "In which country's way numbers are written; the campaign's own if absent")
                    @RequestParam
                    @Nullable
                    String country,
            @Parameter(description = "An earlier import whose refused rows this file stands for, all of them")
                    @RequestParam
                    @Nullable
                    Long mends,
            @Parameter(description = "Puts text right that was read wrongly once, such as Ã¨ for è")
                    @RequestParam(defaultValue = "false")
                    boolean repair,
            HttpServletRequest request)
            throws IOException {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        ImportReport done = imports.load(
                caller.ownerId(),
                campaignId,
                new ImportOrder(
                        kind(type),
                        fileName,
                        phoneColumn,
                        ReadAs.of(charset, delimiter, header, repair),
                        country,
                        mends),
                request.getInputStream());
        return ImportAnswer.of(campaign, done, texts.in(request));
    }

    @Operation(summary = "List the files read into a campaign")
    @GetMapping("/imports")
    Page<ImportAnswer> imports(
            Caller caller, @PathVariable String campaign, Paging paging, HttpServletRequest request) {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        List<ImportAnswer> read =
                imports.page(caller.ownerId(), campaignId, paging.after().orElse(0), paging.rows()).stream()
                        .map(one -> ImportAnswer.of(campaign, one, texts.in(request)))
                        .toList();
        return paging.page(read, ImportAnswer::importId);
    }

    @Operation(summary = "One file, with its first errors, or the first of those that are asked for")
    @GetMapping("/imports/{importId}")
    ImportAnswer oneImport(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @RequestParam @Nullable String code,
            @RequestParam @Nullable String detail,
            @RequestParam @Nullable String repair,
            HttpServletRequest request) {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        RefusedGroup group = new RefusedGroup(code, detail, repair);
        return ImportAnswer.of(
                campaign, imports.report(caller.ownerId(), campaignId, importId, group), texts.in(request));
    }

    @Operation(
            summary = "The refused rows as CSV, to be mended and sent again",
            description =
                    "As they were, followed by line, error_code and error, which are left out when they come back.")
    @GetMapping("/imports/{importId}/rejected.csv")
    void rejected(
            Caller caller,
            @PathVariable String campaign,
            @PathVariable long importId,
            @Parameter(description = "Of what is said of the rows; by Accept-Language if absent")
                    @RequestParam
                    @Nullable
                    String language,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        ImportReport one = imports.report(caller.ownerId(), campaignId, importId);
        csv(response, "errors-" + importId);
        refusedRows.write(one, texts.in(language, request)::of, response.getOutputStream());
    }

    @Operation(summary = "What one recipient gets: exactly what is sent")
    @GetMapping("/preview")
    Preview.Shown preview(Caller caller, @PathVariable String campaign, @RequestParam(defaultValue = "1") int row) {
        return preview.show(caller.ownerId(), campaigns.resolve(caller.ownerId(), campaign), row);
    }

    @Operation(summary = "What became of every recipient, as CSV")
    @GetMapping("/report.csv")
    void report(Caller caller, @PathVariable String campaign, HttpServletResponse response) throws IOException {
        long campaignId = campaigns.resolve(caller.ownerId(), campaign);
        csv(response, "campaign-" + campaignId);
        report.write(caller.ownerId(), campaignId, response.getOutputStream());
    }

    static FileKind kind(MediaType type) {
        return switch ((type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT)) {
            case MediaType.APPLICATION_JSON_VALUE -> FileKind.JSON;
            case XLSX -> FileKind.XLSX;
            default -> FileKind.CSV;
        };
    }

    private static void csv(HttpServletResponse response, String name) {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"");
    }
}
