package io.staffetta.core.engine;

import java.util.Optional;
import java.util.Set;

/** An engine that is told things by calls from outside. Whoever takes such a call keeps it before answering it. */
public interface WebhookEngine extends Engine {

    /** Whether a call is what it says it is, told by its raw bytes. Cheap, does no I/O, never throws. */
    WebhookCheck check(Link link, InboundCall call);

    /**
     * What a genuine call says. Does no I/O and never throws: what is not understood is skipped and named. The same call
     * reads the same again; what it says may have been said before, and in another order.
     *
     * @param link the one that the call was checked against
     */
    WebhookReading read(Link link, byte[] body);

    /**
     * Whether the other side can report to the product. Where it cannot, what happens there is asked for, and comes later.
     *
     * @param given the names of the settings that have a value, {@code inboundUrl} among them if the product knows where
     *     calls from outside arrive
     */
    default boolean reportedTo(Set<String> given) {
        return true;
    }

    /** How calls name this link where they name one, so that what they say of others can be handed on to those. */
    default Optional<String> account(Link link) {
        return Optional.empty();
    }
}
