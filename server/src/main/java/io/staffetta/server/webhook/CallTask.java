package io.staffetta.server.webhook;

import io.staffetta.core.engine.WebhookReading;
import io.staffetta.core.engine.WebhookReading.Heard;
import io.staffetta.server.session.CalledSessions;
import io.staffetta.server.session.CalledSessions.Called;
import io.staffetta.server.storage.SqlFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works in some calls of one session, in their order. Their effects are on disk before they count as done; each effect may
 * be repeated without harm, so whatever interrupts this is simply begun again.
 */
final class CallTask {

    private static final Logger log = LoggerFactory.getLogger(CallTask.class);
    private static final int MOST_ATTEMPTS = 3;
    private static final int LONGEST_REASON = 200;
    private static final Duration REST = Duration.ofSeconds(2);

    private final CalledSessions sessions;
    private final CallRows rows;
    private final CallMetrics metrics;
    private final Clock clock;

    CallTask(CalledSessions sessions, CallRows rows, CallMetrics metrics, Clock clock) {
        this.sessions = sessions;
        this.rows = rows;
        this.metrics = metrics;
        this.clock = clock;
    }

    private record Begun(WaitingCall call, CompletableFuture<Void> effects) {}

    /** Works these in; answers how long the session had better rest before the next. */
    Duration work(long sessionPk, List<WaitingCall> calls) {
        Optional<Called> called = sessions.find(sessionPk);
        if (called.isEmpty()) {
            return REST;
        }
        List<Begun> begun = new ArrayList<>();
        for (WaitingCall call : calls) {
            begun.add(new Begun(call, begin(called.get(), call)));
        }
        List<Long> done = new ArrayList<>();
        boolean hindered = false;
        for (Begun each : begun) {
            try {
                each.effects().join();
                done.add(each.call().id());
            } catch (CompletionException e) {
                hindered |= !failed(each.call(), e.getCause() == null ? e : e.getCause());
            }
        }
        if (!done.isEmpty()) {
            rows.done(done, clock.instant());
            metrics.counted(CallMetrics.DONE, done.size());
        }
        return hindered ? REST : Duration.ZERO;
    }

    /** Reads a call and hands everything over that it says. */
    private CompletableFuture<Void> begin(Called called, WaitingCall call) {
        try {
            WebhookReading reading = called.engine().read(called.link(), call.body());
            reading.skipped().forEach(what -> log.info("{}: skipped: {}", call, cut(what)));
            if (reading.heard().isEmpty() && !reading.skipped().isEmpty()) {
                return CompletableFuture.failedFuture(
                        new PoisonException(reading.skipped().getFirst()));
            }
            List<CompletableFuture<Void>> effects = new ArrayList<>();
            for (Heard heard : reading.heard()) {
                target(called, heard, call)
                        .ifPresent(target ->
                                effects.add(sessions.hear(target, heard.event()).toCompletableFuture()));
            }
            return CompletableFuture.allOf(effects.toArray(CompletableFuture[]::new));
        } catch (RuntimeException | StackOverflowError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Optional<Called> target(Called called, Heard heard, WaitingCall call) {
        if (heard.account().isEmpty() || heard.account().equals(called.account())) {
            return Optional.of(called);
        }
        Optional<Called> other = sessions.ofAccount(called, heard.account().get());
        if (other.isEmpty()) {
            log.info("{}: speaks of an account that is no session's here", call);
        }
        return other;
    }

    /** Answers whether the next calls can be worked in all the same. */
    private boolean failed(WaitingCall call, Throwable why) {
        if (SqlFailure.mayPassLater(why)) {
            log.warn("{} has to wait: {}", call, why.toString());
            return false;
        }
        boolean poison = why instanceof PoisonException;
        boolean park = poison || call.attempts() + 1 >= MOST_ATTEMPTS;
        String reason =
                poison ? String.valueOf(why.getMessage()) : why.getClass().getSimpleName();
        rows.failed(call, cut(reason), park);
        if (park) {
            metrics.counted(CallMetrics.PARKED);
            log.warn("{} is parked: {}", call, cut(reason));
        }
        return park;
    }

    private static String cut(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .limit(LONGEST_REASON)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** Nothing in a call could be understood. */
    private static final class PoisonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PoisonException(String what) {
            super(what);
        }
    }
}
