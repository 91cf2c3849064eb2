package io.staffetta.server.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an API key; the key itself is not.
 *
 * @param prefix the part of the key that may be shown
 * @param lastUsedAt to the minute
 */
public record ApiKey(
        long id,
        String name,
        String prefix,
        Set<Scope> scopes,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt) {

    private static final String MARK = "stf_";

    /** A key that was just made. This is the only time that it is seen. */
    public record Fresh(String key, ApiKey apiKey) {

        /** Without the key. */
        @Override
        public String toString() {
            return "Fresh[" + apiKey + "]";
        }
    }

    static String write(String prefix, String secret) {
        return MARK + prefix + "_" + secret;
    }

    static boolean looksLikeOne(String credential) {
        return credential.startsWith(MARK);
    }
}
