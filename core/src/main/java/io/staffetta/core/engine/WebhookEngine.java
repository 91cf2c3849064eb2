package io.staffetta.core.engine;

import java.util.Optional;

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

    /** How calls name this link where they name one, so that what they say of others can be handed on to those. */
    default Optional<String> account(Link link) {
        return Optional.empty();
    }
}
