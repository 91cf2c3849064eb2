package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.server.access.Caller;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.Event;
import io.staffetta.server.session.Sessions.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Switches sessions on and off and links them to phones. Commands answer when they are carried out as far as this side
 * goes; the rest shows in the state. Thread-safe.
 */
public final class SessionControl {

    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CODE_PATIENCE = Duration.ofSeconds(15);

    private final Sessions sessions;
    private final SessionStore store;
    private final Supervisor supervisor;
    private final Records records;
    private final SecondStore second;
    private final Dispatcher dispatcher;

    SessionControl(
            Sessions sessions,
            SessionStore store,
            Supervisor supervisor,
            Records records,
            SecondStore second,
            Dispatcher dispatcher) {
        this.sessions = sessions;
        this.store = store;
        this.supervisor = supervisor;
        this.records = records;
        this.second = second;
        this.dispatcher = dispatcher;
    }

    /** Wants the session on: connects it, pairs it if it has no link. Changes nothing if that is so already. */
    public Session start(Caller caller, String id) {
        return command(caller, id, Command.START);
    }

    /** Wants the session off; its link stands. */
    public Session stop(Caller caller, String id) {
        return command(caller, id, Command.STOP);
    }

    /** Wants the session on and connects it anew. */
    public Session restart(Caller caller, String id) {
        return command(caller, id, Command.RESTART);
    }

    /** Asks for a new code while pairing; wants the session on otherwise. */
    public Session refresh(Caller caller, String id) {
        return command(caller, id, Command.REFRESH);
    }

    /** Gives the link up, on the phone too; only a new pairing brings the session back. */
    public Session logOut(Caller caller, String id) {
        return command(caller, id, Command.LOG_OUT);
    }

    /**
     * Lets a session's direct messages go that are held since a backup was restored.
     *
     * @throws Problem {@code session_not_found}, {@code nothing_held}
     */
    public Session release(Caller caller, String id) {
        Session session = sessions.require(caller.ownerId(), id);
        long lane = records.lanes().directOf(session.pk());
        records.transaction().executeWithoutResult(status -> {
            if (!records.lanes().open(lane)) {
                throw new Problem(
                        Kind.CONFLICT,
                        "nothing_held",
                        "No direct messages of this session are held.",
                        Map.of("id", id));
            }
            Instant now = records.clock().instant();
            records.events().append(Event.session(now, caller.ownerId(), session.pk(), "released", null, null));
            records.note(caller, session, "release", Map.of());
        });
        dispatcher.laneChanged(lane);
        return session;
    }

    private Session command(Caller caller, String id, Command command) {
        Session session = sessions.require(caller.ownerId(), id);
        LiveSession live = ours(session);
        records.transaction().executeWithoutResult(status -> {
            store.want(session, command != Command.STOP, records.clock().instant());
            records.note(caller, session, command.name().toLowerCase(Locale.ROOT), Map.of());
        });
        Session fresh = sessions.require(caller.ownerId(), id);
        supervisor.reconfigure(live, fresh);
        await(supervisor.tell(live, command).toCompletableFuture(), COMMAND_PATIENCE);
        return sessions.require(caller.ownerId(), id);
    }

    /** The QR code to scan, if there is one now. Changes nothing. */
    public Optional<PairingCode> qr(Session session) {
        return supervisor
                .find(session.pk())
                .map(live -> live.qr)
                .filter(code -> code.validAt(records.clock().instant()));
    }

    /** The code to type on the phone, if one was asked for and still holds. Changes nothing. */
    public Optional<PairingCode> typedCode(Session session) {
        return supervisor
                .find(session.pk())
                .map(live -> live.typedCode)
                .filter(code -> code.validAt(records.clock().instant()));
    }

    /** The step of linking that waits for the engine's own page, if one does. */
    public Optional<PairingStep> pairingStep(Session session) {
        return supervisor.find(session.pk()).map(live -> live.step);
    }

    /**
     * Asks for a code to type on the phone with this number.
     *
     * @param phone E.164 digits without a plus
     * @throws Problem {@code session_not_found}, {@code not_pairing} unless the session waits to be linked,
     *     {@code no_pairing_code} if the engine gave none in time
     */
    public PairingCode pairingCode(Caller caller, String id, long phone) {
        Session session = sessions.require(caller.ownerId(), id);
        LiveSession live = ours(session);
        CompletableFuture<PairingCode> code = new CompletableFuture<>();
        supervisor.inTurn(live, () -> askForCode(live, phone, code));
        Optional<PairingCode> answer = await(code, CODE_PATIENCE);
        return answer.orElseThrow(
                () -> new Problem(Kind.UNAVAILABLE, "no_pairing_code", "The engine gave no pairing code; try again."));
    }

    private static void askForCode(LiveSession live, long phone, CompletableFuture<PairingCode> code) {
        Connection connection = live.connection;
        SessionState state = live.state();
        boolean pairing = state == SessionState.QR_GENERATED || state == SessionState.INITIALIZING;
        if (connection == null || !pairing) {
            code.completeExceptionally(new Problem(
                    Kind.CONFLICT,
                    "not_pairing",
                    "The session does not wait to be linked: it is " + state.code() + ".",
                    Map.of("state", state.code())));
            return;
        }
        live.awaitedCode = code;
        connection.requestPairingCode(phone);
    }

    /** When the session's other side last gave a proof of life, in real time; empty while not connected. */
    public Optional<Instant> lastProofOfLife(Session session) {
        return supervisor
                .find(session.pk())
                .filter(live -> live.state().up())
                .map(live -> live.connection)
                .map(Connection::lastProofOfLife);
    }

    /** When this node last began to connect the session, in real time; empty if it has not since it started. */
    public Optional<Instant> lastConnected(Session session) {
        return supervisor
                .find(session.pk())
                .map(live -> live.connectingSince)
                .filter(since -> !since.equals(Instant.MAX));
    }

    /** How the store of sessions and credentials stands that is written beside the database. */
    public StoreStanding storeStanding() {
        return second.standing();
    }

    private LiveSession ours(Session session) {
        return supervisor
                .find(session.pk())
                .orElseThrow(() -> new Problem(
                        Kind.UNAVAILABLE,
                        "session_elsewhere",
                        "Another node holds this session, or this one is not ready yet; try again."));
    }

    private static <T extends @Nullable Object> Optional<T> await(Future<T> answer, Duration patience) {
        try {
            return Optional.ofNullable(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        }
    }
}
