package io.staffetta.server.webhook;

import io.staffetta.server.stream.EventJson;
import io.staffetta.server.stream.LoggedEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event that an endpoint is to be told of.
 *
 * @param eventId its name, by which a receiver knows repeats: the same in a database that was restored from a backup
 * @param event as the stream shows it: without text and phone
 */
record NewDelivery(
        long ownerId,
        long endpointId,
        String eventId,
        String type,
        String event,
        @Nullable Long messageId) {

    static NewDelivery of(Endpoint endpoint, LoggedEvent event, EventJson json) {
        return new NewDelivery(
                endpoint.ownerId(),
                endpoint.id(),
                event.name(),
                event.kind().code() + '.' + event.phase(),
                json.text(event),
                event.messageId());
    }
}
