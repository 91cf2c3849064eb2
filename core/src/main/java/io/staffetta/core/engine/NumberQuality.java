package io.staffetta.core.engine;

import java.util.Locale;

/** What the other side thinks of a number, going by how people take its messages: who is blocked and reported falls. */
public enum NumberQuality {
    /** Nothing speaks against it. */
    HIGH,
    /** Some people complained. */
    MEDIUM,
    /** Many did: it is about to be allowed less. */
    LOW;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in the database and the API, such as {@code high}. */
    public String code() {
        return code;
    }

    /**
     * The one with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static NumberQuality of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
