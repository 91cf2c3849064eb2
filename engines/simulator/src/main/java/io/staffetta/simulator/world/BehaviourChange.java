package io.staffetta.simulator.world;

import org.jspecify.annotations.Nullable;

/** A change of a {@link Behaviour}: what is null stays as it is. The names mean the same there. */
public record BehaviourChange(
        @Nullable Delay acceptDelay,
        @Nullable Delay deliverDelay,
        @Nullable Delay readDelay,
        @Nullable Delay replyDelay,
        @Nullable Double refuseRate,
        @Nullable Double notSentRate,
        @Nullable Double unknownRate,
        @Nullable Double undeliverableRate,
        @Nullable Double replyRate,
        @Nullable String replyText,
        @Nullable Boolean receipts,
        @Nullable Boolean duplicateReceipts,
        @Nullable Boolean reorderReceipts,
        @Nullable Boolean evidence,
        @Nullable Boolean hanging,
        @Nullable Boolean silent) {

    /** Everything as in this behaviour. */
    public static BehaviourChange to(Behaviour all) {
        return new BehaviourChange(
                all.acceptDelay(),
                all.deliverDelay(),
                all.readDelay(),
                all.replyDelay(),
                all.refuseRate(),
                all.notSentRate(),
                all.unknownRate(),
                all.undeliverableRate(),
                all.replyRate(),
                all.replyText(),
                all.receipts(),
                all.duplicateReceipts(),
                all.reorderReceipts(),
                all.evidence(),
                all.hanging(),
                all.silent());
    }

    /** What the behaviour becomes. */
    public Behaviour appliedTo(Behaviour old) {
        return new Behaviour(
                or(acceptDelay, old.acceptDelay()),
                or(deliverDelay, old.deliverDelay()),
                or(readDelay, old.readDelay()),
                or(replyDelay, old.replyDelay()),
                or(refuseRate, old.refuseRate()),
                or(notSentRate, old.notSentRate()),
                or(unknownRate, old.unknownRate()),
                or(undeliverableRate, old.undeliverableRate()),
                or(replyRate, old.replyRate()),
                or(replyText, old.replyText()),
                or(receipts, old.receipts()),
                or(duplicateReceipts, old.duplicateReceipts()),
                or(reorderReceipts, old.reorderReceipts()),
                or(evidence, old.evidence()),
                or(hanging, old.hanging()),
                or(silent, old.silent()));
    }

    private static <T> T or(@Nullable T changed, T old) {
        return changed == null ? old : changed;
    }
}
