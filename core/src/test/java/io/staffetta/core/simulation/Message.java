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
    final boolean stopOnReply;

    MessageState state = MessageState.QUEUED;
    Instant due;
    boolean forced;
    int attempts;
    int parked;

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
    /** The highest state that a receipt which reached a node has told of. */
    MessageState told = MessageState.QUEUED;

    Message(int id, Lane lane, int phone, Instant due, @Nullable Instant expires, boolean resend, boolean stopOnReply) {
        this.id = id;
        this.lane = lane;
        this.phone = phone;
        this.due = due;
        this.expires = expires;
        this.resend = resend;
        this.stopOnReply = stopOnReply;
    }

    boolean open() {
        return state == MessageState.CLAIMED || state == MessageState.SENDING || state == MessageState.IN_DOUBT;
    }

    @Override
    public String toString() {
        return "message " + id + " " + state + " attempt " + attempt;
    }
}
