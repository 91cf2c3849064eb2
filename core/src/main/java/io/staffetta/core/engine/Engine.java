package io.staffetta.core.engine;

import java.util.List;
import java.util.Map;

/** A way to WhatsApp. One engine serves many sessions; it is thread-safe. */
public interface Engine {

    /** The name users choose it by: {@code simulator}, {@code cloud}, {@code waha} or {@code baileys}. */
    String name();

    /** What this engine can do; callers decide by this, never by the name. */
    Capabilities capabilities();

    /** Whether its sessions can go on at another node; if not, what they need is on the node that made them and nowhere else. */
    default boolean portable() {
        return true;
    }

    /** Whether a session is a device linked to a phone: deleting the session unlinks that. */
    default boolean linksPhones() {
        return true;
    }

    /** What it wants to know of each session; anything else is refused before the engine sees it. */
    default List<Setting> settings() {
        return List.of();
    }

    /**
     * Looks at the values of a session's settings before they are kept. Names are known and required ones are there; a
     * value from the environment is among them. Does no I/O.
     *
     * @throws io.staffetta.core.Problem {@code invalid_setting}, see {@link Setting#invalid}
     */
    default void check(Map<String, String> settings) {}

    /**
     * Prepares a session's connection without connecting it. Returns at once and does no I/O.
     *
     * @param link which session, with its settings and its credentials if it was linked before
     * @param listener told everything the engine has to say about this session, from any thread, never while the
     *     caller holds a lock of the connection; it returns quickly
     */
    Connection open(Link link, EngineListener listener);
}
