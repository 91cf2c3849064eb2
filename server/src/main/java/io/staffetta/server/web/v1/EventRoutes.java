package io.staffetta.server.web.v1;

import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.MessageFilters;
import io.staffetta.server.stream.EventHistory;
import io.staffetta.server.stream.EventJson;
import io.staffetta.server.stream.EventSelection;
import io.staffetta.server.stream.EventStream;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happens, pushed and pulled. */
@Tag(name = "Events")
@RestController
class EventRoutes {

    private static final Logger log = LoggerFactory.getLogger(EventRoutes.class);

    private final EventStream stream;
    private final EventHistory history;
    private final EventJson json;
    private final MessageFilters filters;

    EventRoutes(EventStream stream, EventHistory history, EventJson json, MessageFilters filters) {
        this.stream = stream;
        this.history = history;
        this.json = json;
        this.filters = filters;
    }

    @Operation(summary = "What happens, as server-sent events; Last-Event-ID replays what was missed")
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            Caller caller,
            @RequestParam @Nullable String topics,
            @RequestParam @Nullable String campaignId,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
            @RequestParam(name = "lastEventId", required = false) @Nullable String lastSeenInQuery,
            HttpServletResponse response)
            throws InterruptedException {
        EventSelection selection = selection(caller, topics, campaignId);
        try (EventStream.Opened opened = stream.open(selection, lastSeen == null ? lastSeenInQuery : lastSeen)) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding("UTF-8");
            response.setHeader("X-Accel-Buffering", "no");
            response.flushBuffer();
            opened.writeTo(response.getOutputStream());
        } catch (IOException gone) {
            log.debug("an event stream ended: {}", gone.getMessage());
        }
    }

    /** Which end comes first. */
    @SuppressWarnings("unused")
    enum Order {
        oldest,
        newest
    }

    @Operation(summary = "The same events, fetched page by page")
    @GetMapping("/api/v1/event-log")
    Page<EventJson.Shown> log(
            Caller caller,
            @RequestParam @Nullable String after,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam @Nullable String topics,
            @RequestParam @Nullable String campaignId,
            @RequestParam(defaultValue = "oldest") Order order) {
        int most = new Paging(null, limit).limit();
        EventSelection selection = selection(caller, topics, campaignId);
        EventHistory.Part part = switch (order) {
            case oldest -> history.after(selection, after, most);
            case newest -> history.before(selection, after, most);
        };
        return new Page<>(part.events().stream().map(json::show).toList(), part.next());
    }

    private EventSelection selection(Caller caller, @Nullable String topics, @Nullable String campaignId) {
        return new EventSelection(
                caller.ownerId(),
                EventSelection.kinds(topics),
                campaignId == null ? null : filters.campaign(caller.ownerId(), campaignId));
    }
}
