package io.staffetta.baileys;

import org.jspecify.annotations.Nullable;

/** The sidecar cannot run here, or not now. */
final class UnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean passing;

    private UnavailableException(String code, boolean passing, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.passing = passing;
    }

    /** It stays so until somebody changes something on this machine. */
    static UnavailableException lasting(String code, String message) {
        return new UnavailableException(code, false, message, null);
    }

    /** It may be better the next time. */
    static UnavailableException passing(String code, String message, @Nullable Throwable cause) {
        return new UnavailableException(code, true, message, cause);
    }

    /** Why, such as {@code node_missing}. */
    String code() {
        return code;
    }

    boolean isPassing() {
        return passing;
    }
}
