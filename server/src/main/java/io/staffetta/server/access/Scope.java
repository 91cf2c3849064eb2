package io.staffetta.server.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a credential may allow. */
public enum Scope {
    /** Look at everything that is the user's. */
    READ,
    /** Send messages and run campaigns. */
    SEND,
    /** Change sessions, contacts, settings. */
    MANAGE,
    /** Keys and users. */
    ADMIN,
    /** Read the metrics. */
    METRICS;

    /** The name in the API, lower case. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
