package io.staffetta.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One session's way to WhatsApp. Thread-safe. Blocking calls are made on virtual threads and answer within the time-out
 * given; none throws for what happens on the wire, the outcome says it.
 */
public interface Connection extends AutoCloseable {

    /** Starts restoring the link, or pairing if there is none. Returns at once; the rest arrives as events. */
    void connect();

    /** As {@link #connect}; what holds the session on the other side begins anew, too. Returns at once. */
    default void restart() {
        connect();
    }

    /**
     * The user switched the session off: what holds it on the other side may rest, too. Keeps the link; {@link #close}
     * follows. Returns at once.
     */
    default void rest() {}

    /** Asks for a new QR code while pairing, or for an immediate reconnect otherwise. Returns at once. */
    void refresh();

    /**
     * Asks for a pairing code to be typed on the phone with this number; arrives as {@link EngineEvent.PairingCode}.
     *
     * @param phone E.164 digits without a plus
     */
    void requestPairingCode(long phone);

    /** Marks the chat as seen. Best effort: harmless to repeat or to miss. */
    void seen(long phone, Duration timeout);

    /** Shows or hides "typing…" in the chat. Best effort: harmless to repeat or to miss. */
    void typing(long phone, boolean shown, Duration timeout);

    /**
     * The id that the next message is to be sent with, chosen before the message is committed as {@code sending}. Called
     * shortly before {@link #send}; what comes of it may stay unused.
     *
     * @param proposed an id in the manner of linked devices
     * @return the proposed one, unless the other side wants to choose ids itself; the proposed one, too, where it chooses
     *     none beforehand
     */
    default String messageId(String proposed, Duration timeout) {
        return proposed;
    }

    /**
     * Waits until this message may leave without its number going faster than it may. Called before the message is
     * committed as {@code sending}, so that what waits for nothing else is not in doubt when the product dies.
     *
     * @param messageId the id that it is to be sent with
     * @return false if its turn comes later than that: it waited for nothing, and may ask again
     */
    default boolean awaitTurn(String messageId, Duration timeout) {
        return true;
    }

    /**
     * Hands one message over, at most once. The caller has committed it as {@code sending} before.
     *
     * @return exactly one outcome; {@link SendOutcome.Unknown} whenever it is not certain that nothing left
     */
    SendOutcome send(OutboundMessage message, Duration timeout);

    /**
     * Looks for evidence about a message by the id chosen for it; only with {@link Capabilities#evidenceById()}.
     *
     * @return {@link Evidence.NeverHad} only if the message cannot leave any more either
     */
    Evidence lookUp(String messageId, Duration timeout);

    /**
     * The same, for engines that find a message only in its chat.
     *
     * @param phone the recipient, E.164 digits without a plus
     */
    default Evidence lookUp(String messageId, long phone, Duration timeout) {
        return lookUp(messageId, timeout);
    }

    /**
     * Looks up the picture that the session's own account shows of itself. Costs WhatsApp a request: ask seldom.
     *
     * @return empty if it shows none, or the engine knows of none
     * @throws IllegalStateException if it could not be found out
     */
    default Optional<Picture> ownPicture(Duration timeout) {
        return Optional.empty();
    }

    /** Gives up the link for good, on the other side too. Returns at once; arrives as {@link EngineEvent.LoggedOut}. */
    void logOut();

    /** When the other side last gave a proof of life (real time); a session too long without any is not ready. */
    Instant lastProofOfLife();

    /**
     * How long the other side may go without a proof of life: 60 s where a connection is held open. Longer only where
     * there is none, and each proof has to be asked for.
     */
    default Duration longestSilence() {
        return Duration.ofSeconds(60);
    }

    /** Drops the connection and keeps the link. No event follows it. Idempotent. */
    @Override
    void close();
}
