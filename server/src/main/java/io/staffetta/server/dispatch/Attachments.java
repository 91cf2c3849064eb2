package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.server.queue.Claimed;

/** Brings files that this product keeps to where the engine of a message's session takes them from. */
@FunctionalInterface
public interface Attachments {

    /** Called before the message is marked, on a thread that may block; nothing of it has left. */
    Ready ready(Claimed claim, Media media);

    /** What came of it. */
    sealed interface Ready {

        /** The engine can send this. */
        record Go(Media media) implements Ready {}

        /** The message cannot leave; what becomes of it. */
        record Stopped(SendOutcome outcome) implements Ready {}
    }
}
