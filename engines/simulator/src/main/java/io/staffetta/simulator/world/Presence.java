package io.staffetta.simulator.world;

import io.staffetta.core.engine.EngineEvent;
import org.jspecify.annotations.Nullable;

/**
 * Who is connected as a session at present, and what is told to them. Each connection that enters begins a new
 * generation; only the newest counts. Guarded by its line.
 */
final class Presence {

    private final Realm realm;
    private final Line line;
    private long generation;
    private boolean ready;
    private @Nullable LocalConnection current;
    private @Nullable Mail mail;

    Presence(Realm realm, Line line) {
        this.realm = realm;
        this.line = line;
    }

    /** A connection takes over from whoever was there. */
    void enter(LocalConnection connection) {
        LocalConnection older = current;
        generation++;
        current = connection;
        ready = false;
        if (older != null && older != connection && !older.sameClient(connection)) {
            older.hear(new EngineEvent.Replaced());
        }
    }

    long generation() {
        return generation;
    }

    boolean anybody() {
        return current != null;
    }

    boolean is(LocalConnection connection) {
        return current == connection;
    }

    boolean ready() {
        return ready;
    }

    /** The session can send; what waited for it can be told by {@link #tellMail}. */
    void becomeReady() {
        ready = true;
    }

    /** Tells whoever is connected. */
    void hear(EngineEvent event) {
        if (current != null && !line.behaviour().silent() && !current.hear(event)) {
            overrun(current);
        }
    }

    /** Tells a receipt or a person's message, now or when the session is back. */
    void post(EngineEvent event) {
        if (mail == null) {
            mail = new Mail();
        }
        if (!ready || current == null || line.behaviour().silent()) {
            mail.keep(event);
        } else if (current.hear(event)) {
            mail.told(event, realm.realNow());
        } else {
            mail.keep(event);
            overrun(current);
        }
    }

    /** Tells what was kept, and once more what was told shortly ago. */
    void tellMail() {
        if (mail != null) {
            mail.collect(realm.realNow()).forEach(this::hear);
        }
    }

    /** Gives whoever is connected other credentials to connect with from now on; null for none. */
    void hand(@Nullable String token) {
        if (current != null) {
            current.keep(token);
        }
    }

    /** Whoever is connected hears nothing more. */
    void silence() {
        if (current != null) {
            current.endEvents();
        }
        vanish();
    }

    /** Nobody is connected any more. */
    void vanish() {
        current = null;
        ready = false;
    }

    private void overrun(LocalConnection listener) {
        listener.hearLast(new EngineEvent.Disconnected("events were not taken in time"));
        line.breakOff("events were not taken in time");
    }
}
