package io.staffetta.server.stream;

import io.staffetta.server.queue.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A committed event with its place in the log.
 *
 * @param name what it is called for ever, also after the database was restored from a backup, unlike its position
 * @param campaignPk the campaign's key, or null
 * @param campaignId the campaign's public id, or null
 * @param sessionId the user's name of the session, if it still exists
 * @param detail more facts as a JSON object, or null
 */
public record LoggedEvent(
        Position position,
        String name,
        Instant at,
        long ownerId,
        Event.Kind kind,
        String phase,
        @Nullable Long messageId,
        @Nullable Long campaignPk,
        @Nullable String campaignId,
        @Nullable String sessionId,
        @Nullable Long laneId,
        @Nullable String reason,
        @Nullable Integer attempt,
        @Nullable Instant nextAt,
        @Nullable String detail) {}
