package io.staffetta.server.queue;

import java.util.Locale;

/** What a message is for. */
public enum MessageKind {
    /** Something the recipient did not ask for just now. */
    MARKETING,
    /** Something the recipient waits for, such as a code or a booking. */
    TRANSACTIONAL;

    /** The name in the database and the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
