package io.staffetta.core.simulation;

import io.staffetta.core.message.MessageState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the queue, and what only the simulation knows of it. */
final class Message {

    final int id;
    final Lane lane;
    final int phone;
    final @Nullable Instant expires;
    final boolean resend;
    final int step;

    /** An answer after this moment makes it needless; null if none does. */
    final @Nullable Long unlessRepliedSince;

    MessageState state = MessageState.QUEUED;
    Instant due;
    boolean forced;
    int attempts;
    int parked;
    /** Whether an attempt before the present one may have left. */
    boolean mayHaveLeft;

    long sendingAt;

    @Nullable
    Instant firstAttempt;

    @Nullable
    Session session;

    long ownerEpoch;
    long laneEpoch;
    int attempt;

    @Nullable
    String engineId;

    long doubtedAt;

    /** How often it may arrive: once, and once more each time a person accepts a duplicate. */
    int licence = 1;

    int arrivals;
    boolean undeliverable;
    /** Whether a person had it sent again although it had arrived. */
    boolean retried;
    /** Whether it is known to have left while its campaign was going on. */
    boolean leftInTime;

    /** The highest state that a receipt which reached a node has told of. */
    MessageState told = MessageState.QUEUED;

    Message(
            int id,
            Lane lane,
            int phone,
            Instant due,
            @Nullable Instant expires,
            boolean resend,
            int step,
            @Nullable Long unlessRepliedSince) {
        this.id = id;
        this.lane = lane;
        this.phone = phone;
        this.due = due;
        this.expires = expires;
        this.resend = resend;
        this.step = step;
        this.unlessRepliedSince = unlessRepliedSince;
    }

    /** The one that follows it. */
    Message followUp(Lane.FollowUp how, Instant leftAt) {
        return new Message(
                id + 50,
                lane,
                phone,
                leftAt.plus(how.after()),
                null,
                false,
                step + 1,
                how.unlessReplied() ? sendingAt : null);
    }

    boolean open() {
        return state == MessageState.CLAIMED || state == MessageState.SENDING || state == MessageState.IN_DOUBT;
    }

    @Override
    public String toString() {
        return "message " + id + " " + state + " attempt " + attempt;
    }
}
