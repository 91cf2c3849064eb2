package io.staffetta.simulator.remote;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls that wait for their answers over whichever wire they left. Thread-safe. */
final class Calls {

    private final Codec codec;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();

    private record Pending(Wire wire, Parcel parcel, CompletableFuture<JsonNode> answer) {}

    /** What became of a call. */
    sealed interface Result {}

    /** It was answered. */
    record Answered(JsonNode value) implements Result {}

    /** The rules turned it down. */
    record TurnedDown(Problem problem) implements Result {}

    /** There is no answer; if nothing was written, nothing can have happened. */
    record Unanswered(boolean written, String why) implements Result {}

    Calls(Codec codec) {
        this.codec = codec;
    }

    /** Makes a call and waits for what becomes of it. */
    Result call(@Nullable Wire wire, LongFunction<Request.Call> request, Runnable afterWritten, Duration timeout) {
        if (wire == null) {
            return new Unanswered(false, "the simulator cannot be reached");
        }
        long number = numbers.incrementAndGet();
        byte[] line = codec.line(request.apply(number));
        if (line.length > Wire.LONGEST_REQUEST) {
            return new TurnedDown(new Problem(Problem.Kind.TOO_LARGE, "invalid_length", "Too long for the simulator"));
        }
        Parcel parcel = new Parcel(line, afterWritten);
        Pending call = new Pending(wire, parcel, new CompletableFuture<>());
        pending.put(number, call);
        try {
            if (!wire.offer(parcel)) {
                return new Unanswered(false, "the connection to the simulator is closed or full");
            }
            return new Answered(call.answer().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Unanswered(!parcel.withdraw(), "no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unanswered(!parcel.withdraw(), "interrupted");
        } catch (ExecutionException e) {
            return e.getCause() instanceof Problem problem
                    ? new TurnedDown(problem)
                    : new Unanswered(!parcel.withdraw(), "the connection to the simulator broke");
        } finally {
            pending.remove(number);
        }
    }

    void answered(long call, JsonNode value) {
        Pending waiting = pending.get(call);
        if (waiting != null) {
            waiting.answer().complete(value);
        }
    }

    void turnedDown(long call, Problem problem) {
        Pending waiting = pending.get(call);
        if (waiting != null) {
            waiting.answer().completeExceptionally(problem);
        }
    }

    /** Nothing more will come over this wire. */
    void broke(Wire wire) {
        pending.values().stream()
                .filter(call -> call.wire() == wire)
                .forEach(call -> call.answer().completeExceptionally(new WireBroke()));
    }

    private static final class WireBroke extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WireBroke() {
            super("the wire broke", null, false, false);
        }
    }
}
