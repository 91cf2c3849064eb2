package io.staffetta.server.dispatch;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.queue.Head;
import io.staffetta.server.queue.LaneView;
import io.staffetta.server.queue.LaneWait;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One lane on the desk of the session that serves it. Confined to the dispatch loop. */
final class LaneDesk {

    /** How many first contacts are set aside in a row before the lane is left alone for a while. */
    private static final int PARKED_IN_A_ROW = 20;

    private static final Duration REST = Duration.ofMinutes(1);

    private LaneView view;
    private @Nullable Head head;
    private @Nullable LaneWait shown;
    private Instant notBefore = Instant.MIN;
    private Duration gap = Duration.ZERO;
    private Instant restrictedUntil = Instant.MIN;
    private @Nullable Instant forcedDue;
    /** Up to when those were planned who were to go at once; after now only where a clock was set back. */
    private Instant plannedUpTo = Instant.MIN;

    private long parkedKey;
    private int parkedInARow;

    LaneDesk(LaneView view) {
        this.view = view;
        renew(view);
    }

    /** What a lane could do now. */
    sealed interface Chance {

        /** A message may be taken from this part of the lane. */
        record Ready(long key) implements Chance {}

        /** Not before this business time; the reason is null where the wait is the message's own. */
        record Later(Instant at, @Nullable WaitReason reason) implements Chance {}

        /** Nothing waits, or the lane is not open. */
        record Nothing() implements Chance {}
    }

    /** Takes over what is known of the lane now. */
    void renew(LaneView now) {
        if (now.epoch() != view.epoch()) {
            notBefore = Instant.MIN;
            restrictedUntil = Instant.MIN;
        }
        view = now;
        nextHead(now.head());
        shown = now.waiting();
        forcedDue = now.forcedDue();
        parkedKey = now.parkedKey();
    }

    LaneView view() {
        return view;
    }

    LaneView viewWithHead() {
        return new LaneView(
                view.id(),
                view.ownerId(),
                view.campaignId(),
                view.sessionPk(),
                view.epoch(),
                view.status(),
                view.simulated(),
                view.messageDelay(),
                view.contactDelay(),
                view.hours(),
                head,
                forcedDue,
                parkedKey,
                shown);
    }

    /** When the first forced message may go, in business time; null if none waits or the lane is not open. */
    @Nullable
    Instant forcedDue() {
        return view.status() == LaneStatus.OPEN ? forcedDue : null;
    }

    private boolean forcedNow(Instant now) {
        Instant due = forcedDue();
        return due != null && !due.isAfter(now);
    }

    /** The lane's chance at this business time, under this restriction of the session (0 for none). */
    Chance chance(Instant now, long restrictionId) {
        if (view.status() != LaneStatus.OPEN) {
            return new Chance.Nothing();
        }
        boolean freed = parkedKey > 0 && parkedKey != restrictionId;
        if (head == null && !freed) {
            return new Chance.Nothing();
        }
        if (!freed && head != null && head.dueAt().isAfter(now) && !plannedUpTo.isAfter(now)) {
            return new Chance.Later(head.dueAt(), null);
        }
        if (!view.hours().open(now)) {
            return new Chance.Later(view.hours().nextOpening(now), WaitReason.QUIET_HOURS);
        }
        if (restrictionId != 0 && restrictedUntil.isAfter(now) && !restrictedUntil.isAfter(now.plus(REST))) {
            return new Chance.Later(restrictedUntil, WaitReason.RESTRICTED);
        }
        Instant free = gapEnds(now);
        if (free.isAfter(now)) {
            return new Chance.Later(free, null);
        }
        return new Chance.Ready(freed ? parkedKey : 0);
    }

    /** A clock that is set back makes the gap begin anew, and no longer. */
    private Instant gapEnds(Instant now) {
        Instant longest = now.plus(gap);
        if (notBefore.isAfter(longest)) {
            notBefore = longest;
        }
        return notBefore;
    }

    /** Whether several messages may be taken at once: no gap is asked for between them. */
    boolean gapless() {
        return view.messageDelay().max().isZero() && view.contactDelay().max().isZero();
    }

    /** Nothing was found in this part although something was expected: look again at what comes next. */
    void found(long key, int found, int asked) {
        if (found == asked) {
            return;
        }
        if (key == -1) {
            forcedDue = null;
        } else if (key > 0) {
            parkedKey = 0;
        } else {
            head = null;
            plannedUpTo = Instant.MIN;
        }
    }

    void nextHead(@Nullable Head next) {
        head = next;
        if (next != null && next.atOnce() && next.dueAt().isAfter(plannedUpTo)) {
            plannedUpTo = next.dueAt();
        }
    }

    /** Up to which business time those may be taken who were to go at once: now, or later where a clock was set back. */
    Instant upTo(Instant now) {
        return plannedUpTo.isAfter(now) ? plannedUpTo : now;
    }

    /**
     * A message is being taken from the lane. Where others could be taken before it has gone, the longest gap begins now;
     * the real one begins when it has gone.
     */
    void taken(Instant at) {
        Duration betweenMessages = view.messageDelay().max();
        Duration betweenPeople = view.contactDelay().max();
        Duration longest = betweenMessages.compareTo(betweenPeople) < 0 ? betweenPeople : betweenMessages;
        begin(longest, at);
    }

    /** A message of the lane went at this business time: the gap to the next one begins. */
    void went(Instant at, Duration pause) {
        begin(pause, at);
        parkedInARow = 0;
    }

    private void begin(Duration pause, Instant at) {
        gap = pause;
        notBefore = at.plus(pause);
    }

    /** A first contact was set aside; after many in a row the lane rests, so that the queue is not walked in vain. */
    void parked(Instant now, long key, Instant until) {
        if (parkedKey == 0) {
            parkedKey = key;
        }
        parkedInARow++;
        if (parkedInARow >= PARKED_IN_A_ROW) {
            parkedInARow = 0;
            Instant soon = now.plus(REST);
            restrictedUntil = soon.isBefore(until) ? soon : until;
        }
    }

    /** Whether showing this wait would change what is written on the lane. */
    boolean shows(@Nullable LaneWait wait) {
        return java.util.Objects.equals(shown, wait);
    }

    void shown(@Nullable LaneWait wait) {
        shown = wait;
    }

    boolean open() {
        return view.status() == LaneStatus.OPEN;
    }

    boolean hasWaiting() {
        return open() && (head != null || parkedKey > 0 || forcedDue != null);
    }

    /** Whether something waits that no person has just sent on its way. */
    boolean waits(Instant now) {
        return hasWaiting() && !forcedNow(now);
    }
}
