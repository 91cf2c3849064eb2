package io.staffetta.core.message;

/** How far a message is known to have come. Levels only rise; they may be skipped, repeated and reordered. */
public enum ReceiptLevel {
    /** WhatsApp's server has it. */
    SERVER(0),
    /** The recipient's device has it. */
    DELIVERED(1),
    /** The recipient opened the chat. */
    READ(2),
    /** The recipient played it; as far as states go, this is read. */
    PLAYED(3);

    private final int rank;

    ReceiptLevel(int rank) {
        this.rank = rank;
    }

    /** Its place in the order, 0 for the lowest. */
    public int rank() {
        return rank;
    }

    /**
     * The level of this {@link #rank()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ReceiptLevel ofRank(int rank) {
        for (ReceiptLevel level : values()) {
            if (level.rank == rank) {
                return level;
            }
        }
        throw new IllegalArgumentException("no receipt level of rank " + rank);
    }

    /** The state that a message with this receipt has reached. */
    public MessageState state() {
        return switch (this) {
            case SERVER -> MessageState.SENT;
            case DELIVERED -> MessageState.DELIVERED;
            case READ, PLAYED -> MessageState.READ;
        };
    }
}
