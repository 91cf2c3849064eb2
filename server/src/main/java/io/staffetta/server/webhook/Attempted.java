package io.staffetta.server.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param at when it began
 * @param took until its end
 * @param status of the answer, or null if there was none
 * @param reason why it failed: {@code status}, {@code redirect}, {@code gone}, {@code timeout}, {@code unreachable},
 *     {@code tls}, {@code broken}, {@code address_refused}, {@code secret_unreadable}; null if it did not
 * @param answer the beginning of the answer's body, as text
 * @param asked how long the other side asked to be left alone
 */
public record Attempted(
        Instant at,
        Duration took,
        @Nullable Integer status,
        @Nullable String reason,
        String answer,
        Optional<Duration> asked) {

    static final String GONE = "gone";
    static final String UNREADABLE = "secret_unreadable";

    /** Whether the other side has heard it. */
    public boolean delivered() {
        return reason == null;
    }
}
