package io.staffetta.server.web.doors.campaigns;

import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.staffetta.server.campaign.HandOver;
import io.staffetta.server.campaign.PrintedNumber;
import io.staffetta.server.campaign.Sender;
import io.staffetta.server.web.Door;
import io.staffetta.server.web.DryRun;
import io.staffetta.server.web.RequestLanguage;
import io.staffetta.server.web.Texts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The documented change of a campaign's session. */
@Tag(name = "Door 1: campaigns")
@RestController
@Door(language = "it")
class ChangeSessionRoute {

    private static final String PATH = "/api/whatsapp-campaigns/{id}/change-session";
    private static final String DONE = "campaign_session_changed";

    private final HandOver handOver;
    private final Texts texts;

    ChangeSessionRoute(HandOver handOver, Texts texts) {
        this.handOver = handOver;
        this.texts = texts;
    }

    /** What callers send. */
    record Wish(@Nullable String newWhatsappSessionId) {}

    /** What they are answered, key for key. */
    record Answer(boolean success, CampaignDocument data, String message, Changes changes) {}

    /** What changed; {@code inFlight} is ours. */
    record Changes(
            @Nullable String oldSessionId,
            @Nullable String oldNumber,
            String newSessionId,
            @Nullable String newNumber,
            String campaignStatus,
            int pendingMessages,
            int sentMessages,
            int inFlight) {}

    /** What a dry run is answered. */
    record Foreseen(boolean success, Outlook data) {}

    /** What a change would do; times are ISO 8601. */
    record Outlook(
            int wouldMove,
            int stays,
            int inFlight,
            @Nullable Instant newFinish,
            HandOver.Budget remainingBudget) {

        static Outlook of(HandOver.Outlook foreseen) {
            return new Outlook(
                    foreseen.wouldMove(),
                    foreseen.stays(),
                    foreseen.inFlight(),
                    foreseen.newFinish(),
                    foreseen.remainingBudget());
        }
    }

    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(oneOf = {Answer.class, Foreseen.class})))
    @Operation(
            summary = "Changes the number that a campaign goes on from",
            description =
                    "What was sent stays with the old number, what is being written is finished from it, and what waits goes out from the new one.")
    @PutMapping(PATH)
    @Needs(Scope.READ)
    Object change(
            Caller caller,
            @PathVariable String id,
            @Parameter(
                            schema = @Schema(type = "boolean"),
                            description = "Only says what the change would do, which takes the scope read")
                    @RequestParam(required = false)
                    @Nullable
                    String dryRun,
            @RequestBody(required = false) @Nullable Wish wish,
            HttpServletRequest request) {
        if (DryRun.asked(dryRun)) {
            return new Foreseen(
                    true,
                    Outlook.of(SessionWords.inWordsOfTheDoor(() -> handOver.dryRun(caller, id, sessionId(wish)))));
        }
        caller.require(Scope.SEND);
        return changed(caller, id, wish, RequestLanguage.of(request));
    }

    private Answer changed(Caller caller, String id, @Nullable Wish wish, String language) {
        HandOver.Changed changed =
                SessionWords.inWordsOfTheDoor(() -> handOver.change(caller, id, sessionId(wish), null));
        return new Answer(
                true, CampaignDocument.of(changed.campaign()), message(changed.to(), language), changes(changed));
    }

    private static @Nullable String sessionId(@Nullable Wish wish) {
        return wish == null ? null : wish.newWhatsappSessionId();
    }

    private String message(Sender to, String language) {
        String number = to.number().map(PrintedNumber::of).orElse(to.id());
        return texts.find(language, DONE, Map.of("newNumber", number)).orElse(number);
    }

    private static Changes changes(HandOver.Changed changed) {
        Optional<Sender> from = Optional.ofNullable(changed.from());
        return new Changes(
                from.map(Sender::id).orElse(null),
                PrintedNumber.of(from.flatMap(Sender::number)),
                changed.to().id(),
                PrintedNumber.of(changed.to().number()),
                changed.campaign().status().code(),
                changed.pendingMessages(),
                changed.campaign().counts().sent(),
                changed.inFlight());
    }
}
