package io.staffetta.server.web.doors.admin;

import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.Event;
import io.staffetta.server.stream.EventHistory;
import io.staffetta.server.stream.EventSelection;
import io.staffetta.server.stream.EventStream;
import io.staffetta.server.web.Door;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** What happens to messages, pushed and pulled. */
@Tag(name = "Door 2: events")
@RestController
@Door(language = "it")
class StreamAdminRoutes {

    private static final Logger log = LoggerFactory.getLogger(StreamAdminRoutes.class);

    private final EventStream stream;
    private final StatusLines lines;
    private final EventHistory history;
    private final EventDocument.Reader reader;
    private final QueueRows rows;

    StreamAdminRoutes(
            EventStream stream, StatusLines lines, EventHistory history, EventDocument.Reader reader, QueueRows rows) {
        this.stream = stream;
        this.lines = lines;
        this.history = history;
        this.reader = reader;
        this.rows = rows;
    }

    @Operation(summary = "What happens, as server-sent events; Last-Event-ID replays what was missed")
    @GetMapping(
            path = {"/events", Paths.SERVICE + "/events"},
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            Caller caller,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
            @RequestParam(name = "lastEventId", required = false) @Nullable String lastSeenInQuery,
            HttpServletResponse response)
            throws InterruptedException {
        String seen = lastSeen == null ? lastSeenInQuery : lastSeen;
        try (EventStream.Opened opened = stream.open(messagesOf(caller), seen, lines.of(caller.ownerId()))) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding("UTF-8");
            response.setHeader("X-Accel-Buffering", "no");
            response.flushBuffer();
            opened.writeTo(response.getOutputStream());
        } catch (IOException gone) {
            log.debug("an event stream ended: {}", gone.getMessage());
        }
    }

    @Operation(
            summary = "What happened to one message, in order; without a message, to all of them",
            description = "Without queue_message the oldest comes first; after is the id of the last event read.")
    @GetMapping({Paths.EVENTS, Paths.EVENTS + "/"})
    Listing<EventDocument> list(
            Caller caller,
            @RequestParam(name = "queue_message", required = false) @Nullable Long message,
            @RequestParam @Nullable String after,
            @RequestParam(name = "page_size") @Nullable String pageSize,
            HttpServletRequest request) {
        if (message != null) {
            List<EventDocument> events = rows.of(caller.ownerId(), message).events();
            return new Listing<>(events.size(), null, null, events);
        }
        EventHistory.Part part = history.after(
                messagesOf(caller), after, PageNumber.of(null, pageSize).size());
        return new Listing<>(
                null,
                part.next() == null ? null : continued(request, part.next()),
                null,
                part.events().stream()
                        .map(reader::read)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static EventSelection messagesOf(Caller caller) {
        return new EventSelection(caller.ownerId(), Set.of(Event.Kind.MESSAGE), null);
    }

    private static String continued(HttpServletRequest request, String after) {
        return UriComponentsBuilder.fromPath(request.getRequestURI())
                .query(request.getQueryString())
                .replaceQueryParam("after", after)
                .build()
                .toUriString();
    }
}
