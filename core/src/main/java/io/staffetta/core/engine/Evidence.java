package io.staffetta.core.engine;

import io.staffetta.core.message.ReceiptLevel;

/** What the other side knows about a message. */
public sealed interface Evidence {

    /** It has it, and it came this far. */
    record Found(ReceiptLevel level) implements Evidence {}

    /** It never had it and never will: every earlier connection of the session is shut out. */
    record NeverHad() implements Evidence {}

    /** It cannot tell, or not now. */
    record NotKnown() implements Evidence {}
}
