package io.staffetta.server.session;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.session.ReconnectBackoff;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.session.JournalEntry.Owned;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A session that this node owns, in memory. Everything in it is changed by tasks in its mailbox only; others may look.
 * Idle it is this object and its connection, no thread and no timer.
 */
final class LiveSession {

    private static final CompletableFuture<PairingCode> NOBODY_WAITS =
            CompletableFuture.failedFuture(new IllegalStateException("no code was asked for"));

    private final Mailbox mailbox;

    /** As it is on disk, or about to be. */
    volatile Session session;
    /** The epoch under which this node owns it. */
    volatile long epoch;
    /** The connection in use, with a number that tells it from those before. */
    volatile @Nullable Connection connection;

    int generation;
    /** When the connection was last told to connect, in real time. */
    volatile Instant connectingSince = Instant.MAX;

    volatile @Nullable PairingCode qr;
    volatile @Nullable PairingCode typedCode;
    /** What only the engine's own page can carry out, while it waits for that. */
    volatile @Nullable PairingStep step;

    /** Ends with the next code to type. */
    volatile CompletableFuture<PairingCode> awaitedCode = NOBODY_WAITS;
    /** Run once, when it first needs nothing more from its engine. */
    @Nullable
    Runnable settled;

    /** What a farewell needs when its row is gone. */
    @Nullable
    Credentials parting;

    ReconnectBackoff backoff = ReconnectBackoff.FRESH;
    /** Since when it is up, in business time. */
    @Nullable
    Instant upSince;

    volatile boolean attached;
    /** Whether it is being given to another node: it sends nothing more here. */
    volatile boolean parted;
    /** Whether it was given to another node: nothing that is told to this object counts any more. */
    volatile boolean gone;

    /** When to reconnect, in business time. */
    volatile @Nullable Instant reconnectAt;
    /** Whether a timer's task is in the mailbox. */
    volatile boolean timerRung;

    LiveSession(Session session, long epoch, Executor threads) {
        this.session = session;
        this.epoch = epoch;
        this.mailbox = new Mailbox(threads);
    }

    Mailbox mailbox() {
        return mailbox;
    }

    SessionState state() {
        return session.condition().state();
    }

    long pk() {
        return session.pk();
    }

    boolean simulated() {
        return session.engine().simulated();
    }

    Owned owned() {
        return new Owned(session.pk(), session.ownerId(), epoch);
    }

    /** Whether time alone will move it. */
    boolean waits() {
        return reconnectAt != null || session.restriction() != null;
    }

    /** Whether it needs nothing more from its engine to be what it is. */
    boolean settledNow() {
        return state() != SessionState.INITIALIZING && state() != SessionState.AUTHENTICATED;
    }

    /** Whether somebody may be linking it just now, at this node's connection. */
    boolean linking() {
        SessionState state = state();
        return state == SessionState.QR_GENERATED || !settledNow();
    }

    /** Names the session only. */
    @Override
    public String toString() {
        return "session " + session.pk();
    }
}
