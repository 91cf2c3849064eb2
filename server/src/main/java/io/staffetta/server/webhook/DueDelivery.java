package io.staffetta.server.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node is about to attempt, with all that the attempt needs.
 *
 * @param phone of the person whom the event is about, negative where only a hidden name is known; null for nobody
 * @param text what they wrote
 * @param attempts how often it was tried before
 * @param lease under which this node has it
 */
record DueDelivery(
        long id,
        long ownerId,
        long endpointId,
        String url,
        int secretsVersion,
        @Nullable Instant failingSince,
        String eventId,
        String type,
        String event,
        @Nullable Long phone,
        @Nullable String text,
        int attempts,
        UUID lease) {}
