package io.staffetta.server.queue;

import java.util.Locale;

/** Whether messages of a lane may go. */
public enum LaneStatus {
    /** They may. */
    OPEN,
    /** They wait. */
    PAUSED,
    /** They are being cancelled. */
    CLOSED;

    /** The name in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The status with this {@link #code()}. */
    public static LaneStatus of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
