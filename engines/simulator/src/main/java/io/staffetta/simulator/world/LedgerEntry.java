package io.staffetta.simulator.world;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * One message that really arrived.
 *
 * @param seq its place in the ledger, from 1, without gaps, going on over restarts
 * @param at when it was accepted, in the simulator's time
 * @param sessionKey the session it came from; {@code sessionId} in JSON
 * @param from the number it came from, E.164 digits without a plus
 * @param to the person it arrived at, E.164 digits without a plus
 * @param messageId the id it came with
 * @param repeat whether a message with this id had arrived before: somebody sent it twice
 */
public record LedgerEntry(
        long seq,
        Instant at,
        @JsonProperty("sessionId") String sessionKey,
        long from,
        long to,
        String text,
        String messageId,
        boolean repeat) {

    /** Leaves out people and text, which do not belong in logs. */
    @Override
    public String toString() {
        return "LedgerEntry[" + seq + ", " + messageId + (repeat ? ", repeat]" : "]");
    }
}
