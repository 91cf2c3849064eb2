package io.staffetta.simulator.world;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Link;
import java.time.Instant;
import java.util.List;

/**
 * A simulated WhatsApp with its remote control; in this process or at the other end of a socket. Thread-safe.
 *
 * <p>Times given to it and kept in its ledger are the simulator's (business) time; times in the events it sends are real,
 * as those of every engine. A session is named by its key, see {@link Link}. The remote control throws
 * {@link io.staffetta.core.Problem}: {@code simulated_session_not_found} (404) when the session never connected,
 * {@code no_code_on_show}, {@code not_linked}, {@code not_connected}, {@code number_banned},
 * {@code pairing_code_for_other_number} (409), {@code invalid_…} (400) and, when it runs elsewhere and cannot be reached,
 * {@code simulator_unreachable} (503).
 */
public interface World extends AutoCloseable {

    /** Prepares a session's way into this world, see {@link io.staffetta.core.engine.Engine#open}. */
    Connection open(Link link, EngineListener listener);

    /**
     * A phone accepts the code on show, with the number this session always gets: one of the simulator's own range, which
     * no real person can have.
     *
     * @return the number, E.164 digits without a plus
     */
    long scan(String sessionKey);

    /**
     * The phone with this number accepts the code on show.
     *
     * @param number any possible number, E.164 digits without a plus
     * @return the number
     */
    long scan(String sessionKey, long number);

    /** The connection breaks; the link stands. */
    void drop(String sessionKey, String reason);

    /** The person unlinks this session on the phone. */
    void logOut(String sessionKey);

    /** The session's number is closed for good, on every session that uses it. */
    void ban(String sessionKey, String reason);

    /**
     * The session's number may not open new chats until then.
     *
     * @param until in the simulator's time
     */
    void restrict(String sessionKey, Instant until, String kind);

    /** The restriction of the session's number ends now. */
    void unrestrict(String sessionKey);

    /**
     * A person writes to the session's number.
     *
     * @param from the person, E.164 digits without a plus
     * @return the id of that message
     */
    String say(String sessionKey, long from, String text);

    /** How this session's number and the people it writes to behave now. */
    Behaviour behaviour(String sessionKey);

    /** Changes it, from the next message on, for good; returns the result. The session need not exist yet. */
    Behaviour behave(String sessionKey, BehaviourChange change);

    /** How everybody without a behaviour of their own behaves. */
    Behaviour defaultBehaviour();

    /** Changes that, from the next message on, for good; returns the result. */
    Behaviour behaveByDefault(BehaviourChange change);

    /**
     * What really arrived, oldest first.
     *
     * @param after the sequence number to go on after; 0 for the start
     * @param limit at most this many, 1 to 10,000
     */
    List<LedgerEntry> ledger(long after, int limit);

    /**
     * Told after the product's time for simulated sessions was set: what is due is looked at again, and a world in
     * another process sets its clock by it.
     */
    void follow(ClockReading reading);

    /** Ends the world, or the way to it: its connections end without further events, its files are closed. */
    @Override
    void close();
}
