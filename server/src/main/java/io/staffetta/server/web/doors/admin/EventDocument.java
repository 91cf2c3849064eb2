package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.server.queue.MessageEvents.Happened;
import io.staffetta.server.queue.OutsideReports;
import io.staffetta.server.stream.LoggedEvent;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that happened to a message, as this door shows it.
 *
 * @param id of the event; null for the beginning of what has no event for it
 * @param timestamp real time
 * @param durationMs how long it took, where somebody reported that
 */
record EventDocument(
        @Nullable Long id,
        @JsonProperty("queue_message") long queueMessage,
        String phase,
        Instant timestamp,
        @JsonProperty("duration_ms") @Nullable Long durationMs,
        Metadata metadata) {

    /**
     * More about it.
     *
     * @param nextAt when what waits gets its next chance, in business time
     * @param reported whether a worker outside of the product said so
     */
    record Metadata(
            @Nullable String reason,
            @Nullable Integer attempt,
            @JsonProperty("next_at") @Nullable Instant nextAt,
            @Nullable String error,
            boolean reported) {}

    static EventDocument queued(long message, Instant at) {
        return new EventDocument(null, message, "queued", at, null, new Metadata(null, null, null, null, false));
    }

    /** Reads events of the log in the words of this door. */
    @Component
    static class Reader {

        private final JsonMapper json;

        Reader(JsonMapper json) {
            this.json = json;
        }

        /** The event, or empty if the document knows nothing of the kind. */
        Optional<EventDocument> read(Happened event) {
            JsonNode detail = event.detail() == null ? null : json.readTree(event.detail());
            return Phases.of(event.phase(), detail)
                    .map(phase -> new EventDocument(
                            event.id(), event.messageId(), phase, event.at(), duration(detail), metadata(event)));
        }

        /** The same for an event of the stream; empty also for what is not about a message. */
        Optional<EventDocument> read(LoggedEvent event) {
            return event.messageId() == null
                    ? Optional.empty()
                    : read(new Happened(
                            event.position().id(),
                            event.messageId(),
                            event.at(),
                            event.phase(),
                            event.reason(),
                            event.attempt(),
                            event.nextAt(),
                            event.detail()));
        }

        private static Metadata metadata(Happened event) {
            boolean forced = event.phase().equals("forced");
            return new Metadata(
                    forced ? "forced" : event.reason(),
                    event.attempt(),
                    event.nextAt(),
                    Phases.error(event.phase(), event.reason()),
                    Objects.equals(event.phase(), OutsideReports.REPORTED));
        }

        private static @Nullable Long duration(@Nullable JsonNode detail) {
            JsonNode duration = detail == null ? null : detail.get("durationMs");
            return duration == null || !duration.isIntegralNumber() ? null : duration.asLong();
        }
    }
}
