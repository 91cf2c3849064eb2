package io.staffetta.core.engine;

/** A way to WhatsApp. One engine serves many sessions; it is thread-safe. */
public interface Engine {

    /** The name users choose it by: {@code simulator}, {@code cloud}, {@code waha} or {@code baileys}. */
    String name();

    /** What this engine can do; callers decide by this, never by the name. */
    Capabilities capabilities();

    /**
     * Prepares a session's connection without connecting it. Returns at once and does no I/O.
     *
     * @param link which session, with its settings and its credentials if it was linked before
     * @param listener told everything the engine has to say about this session, from any thread, never while the
     *     caller holds a lock of the connection; it returns quickly
     */
    Connection open(Link link, EngineListener listener);
}
