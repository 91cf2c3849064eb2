package io.staffetta.core.simulation;

import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.ReceiptLevel;
import io.staffetta.core.pacing.NumberLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** WhatsApp and its engines: takes messages, loses answers, tells of them late, twice and in any order. Has the ledger. */
final class Outside {

    private static final int PATIENCE = 20_000;

    private final Clockwork clock;
    private final Store store;
    private final BiConsumer<Arrival, ReceiptLevel> receipts;
    private final Consumer<Arrival> undeliverables;
    private final List<Arrival> ledger = new ArrayList<>();
    private final Set<Integer> underWay = new HashSet<>();
    private final Map<Session, Long> outages = new HashMap<>();
    private boolean calm;
    private int ids;

    /** A line of the ledger: what really arrived. */
    record Arrival(
            Message message,
            int attempt,
            String engineId,
            Session session,
            Instant markedAt,
            boolean forced,
            Set<NumberLimits> limits,
            int order) {

        @Override
        public String toString() {
            return message + " from number " + session.number + " marked " + markedAt;
        }
    }

    /** A message as it is handed over. */
    record Call(
            Message message,
            int attempt,
            Session session,
            int connection,
            Instant markedAt,
            boolean forced,
            Set<NumberLimits> limits) {}

    Outside(
            Clockwork clock,
            Store store,
            BiConsumer<Arrival, ReceiptLevel> receipts,
            Consumer<Arrival> undeliverables) {
        this.clock = clock;
        this.store = store;
        this.receipts = receipts;
        this.undeliverables = undeliverables;
    }

    /** From now on everything works. */
    void calmDown() {
        calm = true;
    }

    /** For so long this session's other side is hardly ever reached. */
    void outage(Session session, long millis) {
        outages.put(session, clock.now() + millis);
    }

    /** Takes a message, or not; the answer comes later, or never if nobody is there to hear it. */
    void send(Call call, Consumer<SendOutcome> answer) {
        Session session = call.session;
        if (call.connection != session.connection) {
            later(10, 500, () -> answer.accept(notSent(Cause.FENCED)));
        } else if (!session.state.up()) {
            later(10, 500, () -> answer.accept(notSent(Cause.SESSION_NOT_READY)));
        } else if (session.restricted && store.firstContact(session, call.message.phone)) {
            later(10, 500, () -> answer.accept(notSent(Cause.RESTRICTED)));
        } else {
            decide(call, answer);
        }
    }

    private void decide(Call call, Consumer<SendOutcome> answer) {
        boolean outage = outages.getOrDefault(call.session, 0L) > clock.now();
        int chance = calm
                ? 0
                : outage ? clock.random().nextInt(62, 94) : clock.random().nextInt(100);
        if (chance < 66) {
            String id = id(call);
            long taken = clock.between(20, 2000);
            arrive(call, id, taken);
            clock.in(taken + clock.between(0, 2000), () -> answer.accept(new SendOutcome.Accepted(id)));
        } else if (chance < 76) {
            later(10, 3000, () -> answer.accept(notSent(clock.chance(0.5) ? Cause.UNREACHABLE : Cause.THROTTLED)));
        } else if (chance < 79) {
            later(10, 500, () -> answer.accept(notSent(Cause.SESSION_NOT_READY)));
        } else if (chance < 83) {
            later(10, 2000, () -> answer.accept(new SendOutcome.Refused(EndReason.REFUSED, "")));
        } else {
            if (chance < 90) {
                arrive(call, id(call), clock.between(20, PATIENCE));
            } else if (chance < 94) {
                arrive(call, id(call), PATIENCE + clock.between(1, 300_000));
            }
            clock.in(PATIENCE, () -> answer.accept(new SendOutcome.Unknown("time-out")));
        }
    }

    /** What can be found out about a message that was handed over, or was to be. */
    Evidence lookUp(Message message, Session session) {
        if (!session.presetIds || (!calm && clock.chance(0.3)) || underWay.contains(message.attempt)) {
            return new Evidence.NotKnown();
        }
        return ledger.stream().anyMatch(arrival -> arrival.attempt == message.attempt)
                ? new Evidence.Found(ReceiptLevel.SERVER)
                : new Evidence.NeverHad();
    }

    private void arrive(Call call, String id, long in) {
        underWay.add(call.attempt);
        clock.in(in, () -> {
            underWay.remove(call.attempt);
            Arrival arrival = new Arrival(
                    call.message,
                    call.attempt,
                    id,
                    call.session,
                    call.markedAt,
                    call.forced,
                    call.limits,
                    call.attempt);
            clock.tell("arrived: %s", arrival);
            ledger.add(arrival);
            call.message.arrivals++;
            store.touch();
            Promises.limits(ledger.stream()
                    .filter(other -> other.session.number == call.session.number)
                    .toList());
            report(arrival);
        });
    }

    private void report(Arrival arrival) {
        if (!calm && clock.chance(0.03)) {
            later(100, 60_000, () -> undeliverables.accept(arrival));
            return;
        }
        for (ReceiptLevel level : ReceiptLevel.values()) {
            while (clock.chance(0.6)) {
                later(0, slowest(level), () -> receipts.accept(arrival, level));
            }
        }
        if (clock.chance(0.1)) {
            later(1000, 3_600_000, () -> {
                store.wrote(arrival.message.phone);
                store.chats.add(Store.chat(arrival.session.number, arrival.message.phone));
            });
        }
    }

    private static long slowest(ReceiptLevel level) {
        return switch (level) {
            case SERVER -> 3_000;
            case DELIVERED -> 60_000;
            case READ, PLAYED -> 3_600_000;
        };
    }

    private String id(Call call) {
        return call.session.presetIds ? "preset-" + call.attempt : "given-" + ids++;
    }

    private SendOutcome notSent(Cause cause) {
        Optional<Duration> patience = cause == Cause.THROTTLED && clock.chance(0.7)
                ? Optional.of(Duration.ofSeconds(clock.between(1, 3600)))
                : Optional.empty();
        return new SendOutcome.NotSent(cause, "", patience);
    }

    private void later(long least, long most, Runnable what) {
        clock.in(clock.between(least, most), what);
    }
}
