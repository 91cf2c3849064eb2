package io.staffetta.server.stream;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events as clients see them, the same pushed and pulled. */
@Component
public class EventJson implements EventLines {

    private final JsonMapper json;

    /** Writes with this mapper. */
    public EventJson(JsonMapper json) {
        this.json = json;
    }

    /**
     * An event.
     *
     * @param id its position
     * @param type the kind of thing that it is about, in the singular
     * @param phase what happened
     * @param sessionId the user's name of the session
     * @param nextAt business time
     * @param at real time
     */
    public record Shown(
            String id,
            String type,
            String phase,
            @Nullable Long messageId,
            @Nullable String campaignId,
            @Nullable String sessionId,
            @Nullable String reason,
            @Nullable Integer attempt,
            @Nullable Instant nextAt,
            Instant at,
            @Nullable JsonNode detail) {}

    /** The event in the form that clients get. */
    public Shown show(LoggedEvent event) {
        return new Shown(
                event.position().toString(),
                event.kind().code(),
                event.phase(),
                event.messageId(),
                event.campaignId(),
                event.sessionId(),
                event.reason(),
                event.attempt(),
                event.nextAt(),
                event.at(),
                event.detail() == null ? null : json.readTree(event.detail()));
    }

    @Override
    public List<Line> of(List<LoggedEvent> events) {
        return events.stream().map(this::line).toList();
    }

    /** The event in the form that clients get, written out. */
    public String text(LoggedEvent event) {
        return json.writeValueAsString(show(event));
    }

    Line line(LoggedEvent event) {
        return new Line(event.position(), text(event));
    }
}
