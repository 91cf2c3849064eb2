package io.staffetta.server.contact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person whom an owner knows.
 *
 * @param id null while nothing but messages is known of them
 * @param phone E.164 digits
 * @param optedOut whether they do not want messages
 * @param lastInboundAt when they last wrote, in real time
 */
public record Contact(
        @Nullable Long id,
        long phone,
        @Nullable String name,
        @Nullable Consent consent,
        boolean optedOut,
        @Nullable Instant lastInboundAt,
        @Nullable Instant createdAt) {

    /**
     * The record of a consent.
     *
     * @param source where it was given, such as {@code website form}
     * @param wording what the person agreed to
     */
    public record Consent(String source, String wording, Instant at) {}

    /** Leaves the person out, who does not belong in logs. */
    @Override
    public String toString() {
        return "Contact[" + id + "]";
    }
}
