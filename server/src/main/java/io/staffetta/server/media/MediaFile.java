package io.staffetta.server.media;

import io.staffetta.core.engine.Media;
import java.time.Instant;

/**
 * A file that a user keeps for messages.
 *
 * @param pk the product's own key
 * @param id what messages name it by
 * @param kind what it is sent as
 * @param mediaType such as {@code image/png}
 * @param fileName what it was called, and is called on phones unless a message says otherwise
 * @param size in bytes
 * @param expiresAt when it is deleted, unless something that waits to be sent still needs it
 */
public record MediaFile(
        long pk,
        String id,
        long ownerId,
        Media.Kind kind,
        String mediaType,
        String fileName,
        long size,
        Instant createdAt,
        Instant expiresAt) {

    /** Leaves its name out. */
    @Override
    public String toString() {
        return "MediaFile[" + id + "]";
    }
}
