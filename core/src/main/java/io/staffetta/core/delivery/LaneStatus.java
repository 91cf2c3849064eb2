package io.staffetta.core.delivery;

import java.util.Locale;

/** Whether the messages of a lane may go. */
public enum LaneStatus {
    /** They may. */
    OPEN,
    /** They wait. */
    PAUSED,
    /** What still waits in it is being cancelled. */
    CLOSED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in the database, such as {@code open}. */
    public String code() {
        return code;
    }

    /**
     * The status with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LaneStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
