package io.staffetta.core.delivery;

import io.staffetta.core.message.EndReason;

/**
 * The last decision before a message is marked as sending, from facts read under the locks that hold them still: the
 * lane's, and that of (owner, phone). What is checked first has more force: the person's opt-out, then ownership and
 * restriction, then the number's limits, then what the campaign wishes.
 */
public final class SendingGuard {

    private SendingGuard() {}

    /**
     * What the decision rests on.
     *
     * @param optedOut whether the recipient does not want messages from this owner
     * @param claimedOwnerEpoch under which the message was claimed
     * @param ownerEpoch the session's current one; another value if nobody owns it
     * @param claimedLaneEpoch under which the message was claimed
     * @param laneEpoch the lane's current one
     * @param lane whether the lane's messages may go
     * @param expired whether the message's time to live ran out
     * @param replied whether the person answered, and the message is only for those who did not
     * @param restricted whether the number may not write to this person now: restricted, and no chat with them
     * @param room whether the number's limits leave room for this message
     * @param open whether the hours in which messages may go are on
     * @param forced whether a person asked, audited, to pass limits and hours; passes nothing else
     */
    public record Facts(
            boolean optedOut,
            long claimedOwnerEpoch,
            long ownerEpoch,
            long claimedLaneEpoch,
            long laneEpoch,
            LaneStatus lane,
            boolean expired,
            boolean replied,
            boolean restricted,
            boolean room,
            boolean open,
            boolean forced) {}

    /** What to do with the claimed message. */
    public sealed interface Verdict {

        /** Mark it as sending and hand it over. */
        record Go() implements Verdict {}

        /** Back to the queue, its slot given back: nothing has left. */
        record Release(Cause cause) implements Verdict {}

        /** It ends, skipped. */
        record Skip(EndReason reason) implements Verdict {}
    }

    /** Why a claim goes back. */
    public enum Cause {
        /** The session is not this node's any more. */
        OWNER_GONE,
        /** The lane was given another session or was otherwise changed since the claim. */
        LANE_CHANGED,
        /** The lane is paused. */
        LANE_PAUSED,
        /** The number may not open new chats now; park it. */
        RESTRICTED,
        /** The number's limits are used up. */
        NO_ROOM,
        /** Outside the hours. */
        QUIET_HOURS
    }

    /** Whether the message may be marked as sending, and if not, what becomes of it. */
    public static Verdict decide(Facts facts) {
        if (facts.optedOut) {
            return new Verdict.Skip(EndReason.OPTED_OUT);
        }
        if (facts.claimedOwnerEpoch != facts.ownerEpoch) {
            return new Verdict.Release(Cause.OWNER_GONE);
        }
        if (facts.claimedLaneEpoch != facts.laneEpoch) {
            return new Verdict.Release(Cause.LANE_CHANGED);
        }
        return switch (facts.lane) {
            case CLOSED -> new Verdict.Skip(EndReason.CANCELLED);
            case PAUSED -> new Verdict.Release(Cause.LANE_PAUSED);
            case OPEN -> inOpenLane(facts);
        };
    }

    private static Verdict inOpenLane(Facts facts) {
        if (facts.expired) {
            return new Verdict.Skip(EndReason.EXPIRED);
        }
        if (facts.replied) {
            return new Verdict.Skip(EndReason.REPLIED);
        }
        if (facts.restricted) {
            return new Verdict.Release(Cause.RESTRICTED);
        }
        if (!facts.room && !facts.forced) {
            return new Verdict.Release(Cause.NO_ROOM);
        }
        if (!facts.open && !facts.forced) {
            return new Verdict.Release(Cause.QUIET_HOURS);
        }
        return new Verdict.Go();
    }
}
