package io.staffetta.baileys;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls to one child that wait for their answers. Thread-safe. */
final class Calls {

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private volatile boolean broken;

    private record Pending(long session, CompletableFuture<JsonNode> answer) {}

    /** What became of a call. */
    sealed interface Result {}

    /** It was answered. */
    record Answered(JsonNode value) implements Result {}

    /** There is no answer; if nothing was written, nothing can have happened. */
    record Unanswered(boolean written, String why) implements Result {}

    private static final class NoAnswerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Makes a call and waits for what becomes of it.
     *
     * @param way takes the line; answers false if it will certainly not be written
     */
    Result call(Codec codec, Predicate<Outgoing> way, long session, Map<String, ?> message, Duration timeout) {
        long number = numbers.incrementAndGet();
        Map<String, Object> numbered = new HashMap<>(message);
        numbered.put("n", number);
        Outgoing line = new Outgoing(codec.line(numbered));
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(number, new Pending(session, answer));
        try {
            if (broken || !way.test(line)) {
                return new Unanswered(!line.withdraw(), "sidecar_away");
            }
            return new Answered(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Unanswered(!line.withdraw(), "no_answer_in_time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unanswered(!line.withdraw(), "interrupted");
        } catch (ExecutionException e) {
            return new Unanswered(!line.withdraw(), why(e));
        } finally {
            pending.remove(number);
        }
    }

    private static String why(ExecutionException e) {
        return e.getCause() instanceof NoAnswerException known ? String.valueOf(known.getMessage()) : "sidecar_error";
    }

    /** An answer came; with an error it says as little as none. */
    void answered(long number, @Nullable JsonNode value) {
        Pending call = pending.get(number);
        if (call == null) {
            return;
        }
        if (value == null) {
            call.answer().completeExceptionally(new NoAnswerException("sidecar_error"));
        } else {
            call.answer().complete(value);
        }
    }

    /** Nobody of this session waits any longer. */
    void forget(long session) {
        fail(call -> call.session() == session, "closed");
    }

    /** Nothing more will come. */
    void broke() {
        broken = true;
        fail(call -> true, "sidecar_died");
    }

    private void fail(Predicate<Pending> which, String why) {
        pending.values().stream()
                .filter(which)
                .forEach(call -> call.answer().completeExceptionally(new NoAnswerException(why)));
    }
}
