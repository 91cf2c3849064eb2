package io.staffetta.server.contact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who does not want messages from an owner, from any of the owner's numbers.
 *
 * @param phone E.164 digits, or null once the person was erased: then only a keyed hash is kept
 * @param source where it comes from: {@code reply}, {@code api}, {@code import}, {@code erasure} or the caller's word
 * @param word what the person wrote, if it was that
 */
public record OptOut(
        long id,
        @Nullable Long phone,
        String source,
        @Nullable String word,
        Instant at) {

    /** Leaves the person out, who does not belong in logs. */
    @Override
    public String toString() {
        return "OptOut[" + id + "]";
    }
}
