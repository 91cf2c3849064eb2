package io.staffetta.core;

import java.io.Serial;
import java.util.Map;

/**
 * Something the caller asked for cannot be done. The one exception type of the product: thrown where the rule is,
 * mapped to HTTP in one place. Its code is stable and documented; texts in the caller's language hang on the code.
 */
public final class Problem extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What sort of answer fits; each has one HTTP status. */
    public enum Kind {
        /** 400: the request is malformed or breaks a rule on its own. */
        INVALID(400),
        /** 401: nobody, or with a credential that does not hold. */
        UNAUTHENTICATED(401),
        /** 403: known, but not allowed to. */
        FORBIDDEN(403),
        /** 404: there is no such thing, or it is somebody else's. */
        NOT_FOUND(404),
        /** 408: the request took too long to arrive. */
        TOO_SLOW(408),
        /** 409: the state of things does not allow it now. */
        CONFLICT(409),
        /** 410: it existed and will not come back. */
        GONE(410),
        /** 412: it changed since the caller last saw it. */
        STALE(412),
        /** 413: larger than the documented limit. */
        TOO_LARGE(413),
        /** 422: well-formed, but contradicts an earlier request. */
        UNPROCESSABLE(422),
        /** 429: too often. */
        TOO_MANY(429),
        /** 503: not now; nothing was changed. */
        UNAVAILABLE(503);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final String code;

    @SuppressWarnings("serial")
    private final Map<String, Object> details;

    /**
     * A problem with details.
     *
     * @param code stable, lower case with underscores, such as {@code campaign_not_found}
     * @param message one English sentence, for logs and for languages without a text for the code
     * @param details facts a program or a translated text can use; no secrets, no message texts
     */
    public Problem(Kind kind, String code, String message, Map<String, Object> details) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.details = Map.copyOf(details);
    }

    /** A problem without details. */
    public Problem(Kind kind, String code, String message) {
        this(kind, code, message, Map.of());
    }

    /** What sort of answer fits. */
    public Kind kind() {
        return kind;
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** Facts a program or a translated text can use. */
    public Map<String, Object> details() {
        return details;
    }
}
