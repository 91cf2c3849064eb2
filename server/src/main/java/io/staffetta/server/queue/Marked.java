package io.staffetta.server.queue;

import io.staffetta.core.message.EndReason;

/** What became of the wish to hand a message over. */
public sealed interface Marked {

    /** It is committed as sending: hand it over now, once. */
    record Go() implements Marked {}

    /** Something changed since the claim; it went back into the queue. */
    record Released() implements Marked {}

    /** The number's limits leave no room for it, whoever used them up; it went back into the queue. */
    record NoRoom() implements Marked {}

    /** It ended instead. */
    record Ended(EndReason reason) implements Marked {}
}
