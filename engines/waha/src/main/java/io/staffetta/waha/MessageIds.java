package io.staffetta.waha;

import java.time.Duration;
import java.util.Optional;

/** Ids of messages, taken from WAHA before they are sent, where its engine offers that. */
final class MessageIds {

    private static final int KEPT = 64;

    private final WahaApi api;
    private final BoundedSet issued = new BoundedSet(KEPT);
    private volatile boolean offered = true;

    MessageIds(WahaApi api) {
        this.api = api;
    }

    /** A fresh id that {@link #take} knows, or empty if WAHA gives none. */
    Optional<String> fresh(Duration timeout) {
        if (!offered) {
            return Optional.empty();
        }
        Reply reply = api.get(api.ofSession("/new-message-id"), timeout);
        if (!(reply instanceof Reply.Answer answer)) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            // Older servers and some engines do not know the question; a session that is down says so with 422.
            offered = answer.status() != 404 && answer.status() != 405 && answer.status() != 501;
            return Optional.empty();
        }
        Optional<String> id = Wire.messageId(answer.body());
        id.ifPresent(issued::add);
        return id;
    }

    /** Whether this id came from WAHA; the answer is yes once. */
    boolean take(String id) {
        return issued.remove(id);
    }
}
