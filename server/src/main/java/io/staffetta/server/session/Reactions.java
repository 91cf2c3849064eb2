package io.staffetta.server.session;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionStep.Action;
import io.staffetta.core.session.SessionTrigger;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.core.session.SessionTrigger.Said;
import io.staffetta.core.session.SessionTrigger.Tenure;
import io.staffetta.server.session.Connections.CannotOpenException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Carries out what the state machine decides about a session, always in this order: stop sending, give up the old
 * connection, write, connect or start sending. Called in the session's mailbox.
 */
final class Reactions {

    private static final Logger log = LoggerFactory.getLogger(Reactions.class);

    private final StateWriter writer;
    private final Connections connections;
    private final Carriers carriers;
    private final BusinessTime businessTime;
    private final Clock clock;
    private final RandomGenerator random;
    private final SessionWatcher watchers;

    /**
     * Reacts with these.
     *
     * @param watchers hear of every other state, once it is written, and of codes to scan
     */
    Reactions(
            StateWriter writer,
            Connections connections,
            Carriers carriers,
            BusinessTime businessTime,
            Clock clock,
            RandomGenerator random,
            SessionWatcher watchers) {
        this.writer = writer;
        this.connections = connections;
        this.carriers = carriers;
        this.businessTime = businessTime;
        this.clock = clock;
        this.random = random;
        this.watchers = watchers;
    }

    void to(LiveSession live, SessionTrigger trigger) {
        if (trigger == Tenure.LOST) {
            lose(live);
            return;
        }
        if (live.gone) {
            return;
        }
        if (trigger instanceof Said(EngineEvent.CredentialsChanged(Credentials fresh))) {
            keep(live, fresh);
            return;
        }
        Session before = live.session;
        Observation observed = Observation.of(before, trigger, clock.instant());
        Session after = observed.session();
        SessionState state = after.condition().state();
        noteUptime(live, before.condition().state(), state);
        if (!state.up()) {
            carriers.detach(live);
        }
        noteCodes(live, state, trigger);
        if (trigger == Command.STOP) {
            connections.rest(live);
        }
        if (!partWith(live, observed.action()) || !write(live, before, after)) {
            lose(live);
            return;
        }
        showCode(live, trigger);
        takeUp(live, observed.action(), trigger).ifPresent(failure -> to(live, new Said(failure)));
        if (live.state().up() && !(live.attached && after.equals(before))) {
            carriers.attach(live);
        }
    }

    /** Without its credentials on disk a session must not come up: nobody could restore it. */
    private void keep(LiveSession live, Credentials fresh) {
        try {
            if (!writer.keep(live, fresh)) {
                lose(live);
            }
        } catch (RuntimeException e) {
            log.error("{}: its credentials cannot be kept", live, e);
            to(live, new Said(new EngineEvent.Failed("credentials_not_kept")));
        }
    }

    /** This node owns the session no longer, or not for sure. */
    private void lose(LiveSession live) {
        carriers.detach(live);
        connections.close(live);
        live.reconnectAt = null;
        live.session =
                Observation.of(live.session, Tenure.LOST, clock.instant()).session();
    }

    private void noteUptime(LiveSession live, SessionState before, SessionState after) {
        Instant now = businessTime.now(live.simulated());
        Instant since = live.upSince;
        if (!before.up() && after.up()) {
            live.upSince = now;
        } else if (before.up() && !after.up() && since != null) {
            live.backoff = live.backoff.wasUp(Duration.between(since, now));
            live.upSince = null;
        }
    }

    private void noteCodes(LiveSession live, SessionState after, SessionTrigger trigger) {
        if (after != SessionState.QR_GENERATED) {
            live.qr = null;
            live.typedCode = null;
            live.step = null;
        } else if (trigger instanceof Said(EngineEvent.QrCode(String content, Duration validFor))) {
            live.qr = code(content, validFor);
            live.step = null;
        } else if (trigger instanceof Said(EngineEvent.ExternalStep(String kind, String url))) {
            // What was shown before cannot be scanned any more.
            live.qr = null;
            live.typedCode = null;
            live.step = PairingStep.heard(kind, url);
        } else if (trigger instanceof Said(EngineEvent.PairingCode(String content, Duration validFor))) {
            PairingCode code = code(content, validFor);
            live.typedCode = code;
            live.awaitedCode.complete(code);
        }
    }

    private void showCode(LiveSession live, SessionTrigger trigger) {
        PairingCode code = live.qr;
        if (code != null && trigger instanceof Said(EngineEvent.QrCode _)) {
            watchers.codeShown(live.session, code);
        }
    }

    private PairingCode code(String content, Duration validFor) {
        return new PairingCode(content, clock.instant().plus(validFor));
    }

    /** What comes before the write; false if the session turned out not to be ours. */
    private boolean partWith(LiveSession live, Action action) {
        switch (action) {
            case NONE, REFRESH -> {
                return true;
            }
            case CONNECT, CLOSE, RECONNECT_LATER -> connections.close(live);
            case FORGET, LOG_OUT -> leave(live, action);
        }
        live.reconnectAt = null;
        return !(action == Action.FORGET || action == Action.LOG_OUT) || writer.forget(live);
    }

    private void leave(LiveSession live, Action action) {
        if (action == Action.LOG_OUT) {
            try {
                connections.logOut(live);
            } catch (CannotOpenException e) {
                log.warn("session {}: not logged out on the other side", live.pk(), e);
            }
        }
        connections.close(live);
    }

    private boolean write(LiveSession live, Session before, Session after) {
        if (after.equals(before)) {
            return true;
        }
        Optional<Session> written = written(live, before, after);
        written.ifPresent(session -> {
            live.session = session;
            if (session.condition().state() != before.condition().state()) {
                log.debug(
                        "{} is {}: {}",
                        live,
                        session.condition().state().code(),
                        session.condition().reason());
                watchers.moved(session);
            }
        });
        return written.isPresent();
    }

    private Optional<Session> written(LiveSession live, Session before, Session after) {
        try {
            return writer.move(live, before, after);
        } catch (RuntimeException e) {
            // The database refuses this very row. What really is goes on; the row is right again with the next move.
            log.error("{}: its state was not written", live, e);
            return Optional.of(after);
        }
    }

    /** What comes after the write; answers how it failed, if it did. */
    private Optional<EngineEvent> takeUp(LiveSession live, Action action, SessionTrigger trigger) {
        switch (action) {
            case CONNECT -> {
                return connect(live, trigger == Command.RESTART ? Connection::restart : Connection::connect);
            }
            case RECONNECT_LATER -> {
                live.backoff = live.backoff.dropped();
                live.reconnectAt = businessTime.now(live.simulated()).plus(live.backoff.delay(random));
            }
            case REFRESH -> refresh(live.connection);
            case NONE, CLOSE, FORGET, LOG_OUT -> {}
        }
        return Optional.empty();
    }

    private Optional<EngineEvent> connect(LiveSession live, Consumer<Connection> how) {
        try {
            connections.connect(live, how);
            return Optional.empty();
        } catch (CannotOpenException e) {
            log.warn("{} cannot connect", live, e);
            return Optional.of(new EngineEvent.Failed(String.valueOf(e.getMessage())));
        } catch (DataAccessException e) {
            return Optional.of(new EngineEvent.Disconnected("database_away"));
        }
    }

    private static void refresh(@Nullable Connection connection) {
        if (connection != null) {
            connection.refresh();
        }
    }
}
