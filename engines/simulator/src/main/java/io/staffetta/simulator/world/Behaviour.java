package io.staffetta.simulator.world;

import io.staffetta.core.Problem;

/**
 * How a number and the people it writes to behave. Delays are in the simulator's time, rates are between 0 and 1.
 *
 * @param acceptDelay from handing a message over to its acceptance; if it outlasts the caller's patience, the message may
 *     still arrive
 * @param deliverDelay from acceptance to the delivered receipt
 * @param readDelay from delivery to the read receipt
 * @param replyDelay from reading to the reply
 * @param refuseRate how often a message is refused for good
 * @param notSentRate how often a message is turned away for a moment
 * @param unknownRate how often a message arrives and its answer gets lost
 * @param undeliverableRate how often an accepted message is reported undeliverable instead of delivered
 * @param replyRate how often people reply
 * @param replyText what they reply
 * @param receipts whether receipts are sent at all
 * @param duplicateReceipts whether each comes twice
 * @param reorderReceipts whether read comes before delivered
 * @param evidence whether asking for a message by its id is answered
 * @param hanging whether messages handed over are neither taken nor answered
 * @param silent whether the connection stays open with nothing coming over it any more, not even proof of life
 */
public record Behaviour(
        Delay acceptDelay,
        Delay deliverDelay,
        Delay readDelay,
        Delay replyDelay,
        double refuseRate,
        double notSentRate,
        double unknownRate,
        double undeliverableRate,
        double replyRate,
        String replyText,
        boolean receipts,
        boolean duplicateReceipts,
        boolean reorderReceipts,
        boolean evidence,
        boolean hanging,
        boolean silent) {

    /** Everything works, and takes about as long as with people. */
    public static final Behaviour LIFELIKE = plain(
            Delay.ofMillis(150, 600),
            Delay.ofMillis(500, 3_000),
            Delay.ofMillis(2_000, 30_000),
            Delay.ofMillis(5_000, 60_000));

    /** Everything works and takes no time. */
    public static final Behaviour INSTANT = plain(Delay.NONE, Delay.NONE, Delay.NONE, Delay.NONE);

    /** Refuses rates outside 0 to 1 and a mix of outcomes above 1. */
    public Behaviour {
        rate(refuseRate);
        rate(notSentRate);
        rate(unknownRate);
        rate(refuseRate + notSentRate + unknownRate);
        rate(undeliverableRate);
        rate(replyRate);
    }

    private static Behaviour plain(Delay accept, Delay deliver, Delay read, Delay reply) {
        return new Behaviour(
                accept, deliver, read, reply, 0, 0, 0, 0, 0, "Thank you!", true, false, false, true, false, false);
    }

    private static void rate(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_rate",
                    "Rates lie between 0 and 1, and those of refused, not sent and unknown add up to at most 1");
        }
    }
}
