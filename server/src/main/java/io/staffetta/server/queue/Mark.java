package io.staffetta.server.queue;

import java.time.Instant;
import java.util.UUID;

/**
 * The wish to hand a claimed message over.
 *
 * @param messageId the id chosen for it beforehand
 * @param numberKey what the limits count by: the phone it leaves from, or minus the session
 * @param at business time: when it counts in the number's window
 * @param restricted whether the number may not write to this person now
 * @param open whether the campaign's hours are on
 */
public record Mark(
        Claimed claim,
        UUID attemptId,
        String messageId,
        long numberKey,
        Instant at,
        boolean restricted,
        boolean open) {}
