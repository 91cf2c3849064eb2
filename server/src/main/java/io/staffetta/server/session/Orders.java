package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionTrigger.Command;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Carries out what is asked of a session that this node owns. Thread-safe. */
final class Orders {

    /** How long a command is waited for. */
    static final Duration COMMAND_PATIENCE = Duration.ofSeconds(10);
    /** How long a code to type is waited for. */
    static final Duration CODE_PATIENCE = Duration.ofSeconds(15);

    private final Supervisor supervisor;
    private final SessionStore store;
    private final Clock clock;

    Orders(Supervisor supervisor, SessionStore store, Clock clock) {
        this.supervisor = supervisor;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Does as told, after what was changed on disk; returns when it is done, or after the patience.
     *
     * @throws Problem {@code session_elsewhere} if it was given to another node meanwhile
     */
    void command(LiveSession live, Command command) {
        configure(live);
        await(supervisor.tell(live, command).toCompletableFuture(), COMMAND_PATIENCE);
        if (live.gone) {
            throw nobody();
        }
    }

    /** Works in what its user changed on disk. */
    void configure(LiveSession live) {
        store.all(Set.of(live.pk())).forEach(fresh -> supervisor.reconfigure(live, fresh));
    }

    /** Keeps at hand what giving its link up will need; called before its rows go. */
    void prepareRemoval(LiveSession live) {
        await(supervisor.prepareRemoval(live).toCompletableFuture(), COMMAND_PATIENCE);
    }

    /**
     * Asks its engine for a code to type.
     *
     * @throws Problem {@code not_pairing}, {@code no_pairing_code}
     */
    PairingCode pairingCode(LiveSession live, long phone) {
        CompletableFuture<PairingCode> code = new CompletableFuture<>();
        supervisor.inTurn(live, () -> askForCode(live, phone, code));
        return await(code, CODE_PATIENCE).orElseThrow(Orders::noCode);
    }

    static Problem noCode() {
        return new Problem(Kind.UNAVAILABLE, "no_pairing_code", "The engine gave no pairing code; try again.");
    }

    static Problem nobody() {
        return new Problem(Kind.UNAVAILABLE, "session_elsewhere", "No node holds this session just now; try again.");
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

    /** What is known of it here and nowhere else. */
    Standing standing(LiveSession live) {
        Connection connection = live.connection;
        Instant since = live.connectingSince;
        return new Standing(
                valid(live.qr),
                valid(live.typedCode),
                live.step,
                connection != null && live.state().up() ? connection.lastProofOfLife() : null,
                since.equals(Instant.MAX) ? null : since);
    }

    private @Nullable PairingCode valid(@Nullable PairingCode code) {
        return code != null && code.validAt(clock.instant()) ? code : null;
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
