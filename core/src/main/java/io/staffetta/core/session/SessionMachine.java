package io.staffetta.core.session;

import static io.staffetta.core.session.SessionState.AUTHENTICATED;
import static io.staffetta.core.session.SessionState.DISCONNECTED;
import static io.staffetta.core.session.SessionState.ERROR;
import static io.staffetta.core.session.SessionState.INITIALIZING;
import static io.staffetta.core.session.SessionState.LOGGED_OUT;
import static io.staffetta.core.session.SessionState.QR_GENERATED;
import static io.staffetta.core.session.SessionState.READY;
import static io.staffetta.core.session.SessionState.RESTRICTED;
import static io.staffetta.core.session.SessionState.STOPPED;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.session.SessionStep.Action;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.core.session.SessionTrigger.Said;
import io.staffetta.core.session.SessionTrigger.Tenure;
import io.staffetta.core.session.SessionTrigger.Timer;
import java.util.Optional;

/**
 * The one table of a session's moves. What it rests on: events of a closed connection are not asked about here; a
 * session at rest is moved by its user only; only what the engine says brings a session up.
 */
public final class SessionMachine {

    private SessionMachine() {}

    /**
     * What this trigger does in this state.
     *
     * @param restricted whether a restriction of the number holds, seen or not while the session was down
     */
    public static SessionStep next(SessionState from, boolean restricted, SessionTrigger trigger) {
        return switch (trigger) {
            case Said(EngineEvent event) -> said(from, restricted, event);
            case Command command -> commanded(from, command);
            case Timer timer -> timed(from, timer);
            case Tenure tenure -> held(from, tenure);
        };
    }

    private static SessionStep said(SessionState from, boolean restricted, EngineEvent event) {
        boolean connecting = !from.atRest() && !from.up();
        boolean running = !from.atRest();
        return switch (event) {
            case EngineEvent.QrCode _ -> connecting ? to(QR_GENERATED, "pairing") : stay(from);
            case EngineEvent.PairingCode _ -> connecting ? to(QR_GENERATED, "pairing") : stay(from);
            case EngineEvent.ExternalStep step ->
                connecting ? to(QR_GENERATED, Action.NONE, "external_step", step.kind()) : stay(from);
            case EngineEvent.Authenticated _ -> connecting ? to(AUTHENTICATED, "linked") : stay(from);
            case EngineEvent.Ready _ ->
                connecting ? restricted ? to(RESTRICTED, "restricted") : to(READY, "connected") : stay(from);
            case EngineEvent.Disconnected said ->
                running ? to(DISCONNECTED, Action.RECONNECT_LATER, "connection_lost", said.reason()) : stay(from);
            case EngineEvent.LoggedOut said ->
                running
                        ? to(LOGGED_OUT, Action.FORGET, "logged_out", said.reason())
                        : from == LOGGED_OUT ? stay(from, Action.CLOSE) : stay(from);
            case EngineEvent.Banned said -> running ? to(ERROR, Action.CLOSE, "banned", said.reason()) : stay(from);
            case EngineEvent.Replaced _ -> running ? to(ERROR, Action.CLOSE, "replaced") : stay(from);
            case EngineEvent.Failed said -> running ? to(ERROR, Action.CLOSE, "failed", said.reason()) : stay(from);
            case EngineEvent.Restricted said ->
                from.up() ? to(RESTRICTED, Action.NONE, "restricted", said.kind()) : stay(from);
            case EngineEvent.Unrestricted _ -> from == RESTRICTED ? to(READY, "unrestricted") : stay(from);
            case EngineEvent.Rated _ -> stay(from);
            case EngineEvent.Receipt _ -> stay(from);
            case EngineEvent.Undeliverable _ -> stay(from);
            case EngineEvent.Inbound _ -> stay(from);
            case EngineEvent.OptedOut _ -> stay(from);
            case EngineEvent.OptedIn _ -> stay(from);
            case EngineEvent.PersonKnown _ -> stay(from);
            case EngineEvent.CredentialsChanged _ -> stay(from);
        };
    }

    private static SessionStep commanded(SessionState from, Command command) {
        return switch (command) {
            case START -> start(from, "start");
            case REFRESH -> from == QR_GENERATED ? stay(from, Action.REFRESH) : start(from, "refresh");
            case RESTART -> to(INITIALIZING, Action.CONNECT, "restart");
            case STOP -> to(STOPPED, Action.CLOSE, "stop");
            case LOG_OUT -> to(LOGGED_OUT, Action.LOG_OUT, "log_out");
            case DELETE -> to(STOPPED, Action.LOG_OUT, "delete");
        };
    }

    private static SessionStep start(SessionState from, String reason) {
        return switch (from) {
            case STOPPED, LOGGED_OUT, ERROR -> to(INITIALIZING, Action.CONNECT, reason);
            case DISCONNECTED -> stay(from, Action.CONNECT);
            case INITIALIZING, QR_GENERATED, AUTHENTICATED, READY, RESTRICTED -> stay(from);
        };
    }

    private static SessionStep timed(SessionState from, Timer timer) {
        return switch (timer) {
            case RECONNECT_DUE -> from == DISCONNECTED ? stay(from, Action.CONNECT) : stay(from);
            case RESTRICTION_OVER -> from == RESTRICTED ? to(READY, "restriction_over") : stay(from);
            case NO_PROOF_OF_LIFE ->
                switch (from) {
                    case INITIALIZING, AUTHENTICATED, READY, RESTRICTED, DISCONNECTED ->
                        to(DISCONNECTED, Action.RECONNECT_LATER, "no_proof_of_life");
                    // Here a person is waited for, not the other side.
                    case QR_GENERATED, LOGGED_OUT, STOPPED, ERROR -> stay(from);
                };
        };
    }

    private static SessionStep held(SessionState from, Tenure tenure) {
        return switch (tenure) {
            case TAKEN ->
                switch (from) {
                    case INITIALIZING, QR_GENERATED, AUTHENTICATED, READY, RESTRICTED, DISCONNECTED, STOPPED ->
                        to(INITIALIZING, Action.CONNECT, "restored");
                    case LOGGED_OUT, ERROR -> stay(from);
                };
            case LOST -> from.atRest() ? stay(from) : to(DISCONNECTED, Action.CLOSE, "ownership_lost");
        };
    }

    private static SessionStep to(SessionState state, String reason) {
        return to(state, Action.NONE, reason);
    }

    private static SessionStep to(SessionState state, Action action, String reason) {
        return new SessionStep(state, action, reason, Optional.empty());
    }

    private static SessionStep to(SessionState state, Action action, String reason, String detail) {
        return new SessionStep(state, action, reason, Optional.of(detail));
    }

    private static SessionStep stay(SessionState state) {
        return stay(state, Action.NONE);
    }

    private static SessionStep stay(SessionState state, Action action) {
        return new SessionStep(state, action, state.code(), Optional.empty());
    }
}
