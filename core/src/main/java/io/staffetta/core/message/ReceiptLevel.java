package io.staffetta.core.message;

/** How far a message is known to have come. Levels only rise; they may be skipped, repeated and reordered. */
public enum ReceiptLevel {
    /** WhatsApp's server has it. */
    SERVER,
    /** The recipient's device has it. */
    DELIVERED,
    /** The recipient opened the chat. */
    READ,
    /** The recipient played it; as far as states go, this is read. */
    PLAYED;

    /** The state that a message with this receipt has reached. */
    public MessageState state() {
        return switch (this) {
            case SERVER -> MessageState.SENT;
            case DELIVERED -> MessageState.DELIVERED;
            case READ, PLAYED -> MessageState.READ;
        };
    }
}
