package io.staffetta.server.session;

import java.util.Map;

/**
 * Where a session comes from.
 *
 * @param madeBy the front door it came through, such as {@code v1}
 * @param options what it was told there and only gives back
 */
public record SessionOrigin(String madeBy, Map<String, Object> options) {

    /** Copies what could change. */
    public SessionOrigin {
        options = Map.copyOf(options);
    }
}
