package io.staffetta.server.session;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.KeyStore;
import io.staffetta.core.engine.Link;
import io.staffetta.server.session.Vault.ShutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the connections of sessions: never two of a session at once. */
final class Connections {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    /** How long a connection that gives its link up is left to say so to the other side. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Engines engines;
    private final CredentialStore credentials;
    private final SettingsKeeping settings;
    private final Function<LiveSession, KeyStore> keys;
    private final Clock clock;
    private final Function<LiveSession, EngineListener> ears;
    private final Queue<Leaving> leaving = new ConcurrentLinkedQueue<>();

    private record Leaving(Connection connection, Instant until) {}

    /**
     * Connects through these engines.
     *
     * @param keys where the engine keeps a session's keys
     * @param ears what a new connection of a session talks to
     */
    Connections(
            Engines engines,
            CredentialStore credentials,
            SettingsKeeping settings,
            Function<LiveSession, KeyStore> keys,
            Clock clock,
            Function<LiveSession, EngineListener> ears) {
        this.engines = engines;
        this.credentials = credentials;
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
        this.ears = ears;
    }

    /** The connection could not even be made. */
    static final class CannotOpenException extends Exception {
        private static final long serialVersionUID = 1L;

        CannotOpenException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Closes the connection there is, opens another and starts connecting it.
     *
     * @param how it is started
     */
    void connect(LiveSession live, Consumer<Connection> how) throws CannotOpenException {
        close(live);
        Connection connection = open(live, kept(live.session), ears.apply(live));
        live.connectingSince = clock.instant();
        try {
            how.accept(connection);
        } catch (RuntimeException e) {
            throw new CannotOpenException("engine_refused", e);
        }
    }

    /** Closes the connection, if there is one; nothing that it says afterwards counts. */
    void close(LiveSession live) {
        Connection connection = live.connection;
        live.connection = null;
        live.generation++;
        live.qr = null;
        live.typedCode = null;
        live.step = null;
        if (connection != null) {
            close(connection);
        }
    }

    /** Lets rest, on the other side too, what its user switched off; to be closed afterwards. */
    void rest(LiveSession live) {
        Connection connection = live.connection;
        if (connection != null) {
            try {
                connection.rest();
            } catch (RuntimeException e) {
                log.warn("{}: goes on at the other side: {}", live, e.toString());
            }
        }
    }

    /** Keeps at hand what {@link #logOut} will need when the session's rows are gone. */
    void prepareFarewell(LiveSession live) throws CannotOpenException {
        live.parting = live.connection == null ? kept(live.session).orElse(null) : null;
    }

    /** Gives the link up on the other side, too, and leaves the connection some time to do so. */
    void logOut(LiveSession live) throws CannotOpenException {
        Connection connection = live.connection;
        if (connection == null) {
            Credentials parting = live.parting;
            Optional<Credentials> known = parting == null ? kept(live.session) : Optional.of(parting);
            if (known.isEmpty()) {
                return;
            }
            connection = open(live, known, event -> {});
            connection.connect();
        }
        live.connection = null;
        close(live);
        connection.logOut();
        leaving.add(new Leaving(connection, clock.instant().plus(FAREWELL)));
    }

    /** Closes connections that have said farewell for long enough. */
    void sweep(Instant now) {
        for (Leaving next = leaving.peek(); next != null && !next.until().isAfter(now); next = leaving.peek()) {
            leaving.remove(next);
            close(next.connection());
        }
    }

    /** Closes what is left of connections that give their link up. */
    void closeLeaving() {
        sweep(Instant.MAX);
    }

    private Connection open(LiveSession live, Optional<Credentials> known, EngineListener listener)
            throws CannotOpenException {
        Session session = live.session;
        Engine engine = engines.find(session.engine().name())
                .orElseThrow(() -> new CannotOpenException("engine_missing", null));
        Link link = new Link(session.engineKey(), settings(session, engine), known, keys.apply(live));
        try {
            Connection connection = engine.open(link, listener);
            live.connection = connection;
            return connection;
        } catch (RuntimeException e) {
            throw new CannotOpenException("engine_refused", e);
        }
    }

    private Map<String, String> settings(Session session, Engine engine) throws CannotOpenException {
        try {
            return settings.complete(session, engine);
        } catch (ShutException e) {
            throw new CannotOpenException("settings_unreadable", e);
        }
    }

    private Optional<Credentials> kept(Session session) throws CannotOpenException {
        try {
            return credentials.load(session);
        } catch (ShutException e) {
            throw new CannotOpenException("credentials_unreadable", e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (RuntimeException e) {
            log.warn("closing a connection failed: {}", e.toString());
        }
    }
}
