package io.staffetta.server.campaign;

import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.SendWindow;
import io.staffetta.server.queue.SendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What numbers have sent, as far as their limits still count it. */
final class NumberPast {

    /** More than a calendar day, however long the clocks make it. */
    private static final Duration REMEMBERED = Duration.ofHours(26);

    /** Of numbers that may send more than this, the past is read to the minute. */
    private static final long MANY = 10_000;

    /** Of numbers that may send more than this, it is left out: it would take longer to read than it tells. */
    private static final long TOO_MANY = 2_000_000;

    private final SendLog sendLog;
    private final BusinessTime businessTime;

    NumberPast(SendLog sendLog, BusinessTime businessTime) {
        this.sendLog = sendLog;
        this.businessTime = businessTime;
    }

    /** The windows of these senders' numbers, by number. */
    Map<Long, SendWindow> windows(Collection<Sender> senders) {
        Map<Long, SendWindow> windows = new HashMap<>();
        for (boolean simulated : new boolean[] {true, false}) {
            Instant since = businessTime.now(simulated).minus(REMEMBERED);
            Set<Long> few = numbers(senders, simulated, 0, MANY);
            Set<Long> many = numbers(senders, simulated, MANY, TOO_MANY);
            Map<Long, List<Instant>> past = new HashMap<>();
            if (!few.isEmpty()) {
                past.putAll(sendLog.since(few, since));
            }
            if (!many.isEmpty()) {
                past.putAll(sendLog.sinceByMinute(many, since));
            }
            past.forEach((number, times) -> windows.put(number, new SendWindow(times)));
        }
        senders.forEach(sender -> windows.computeIfAbsent(sender.numberKey(), key -> new SendWindow(List.of())));
        return windows;
    }

    private static Set<Long> numbers(Collection<Sender> senders, boolean simulated, long above, long most) {
        return senders.stream()
                .filter(sender -> sender.simulated() == simulated)
                .filter(sender -> most(sender) > above && most(sender) <= most)
                .map(Sender::numberKey)
                .collect(Collectors.toSet());
    }

    /** How much a number can have sent in the time that is remembered. */
    private static long most(Sender sender) {
        return Math.max(
                1,
                Math.min(
                        REMEMBERED.toHours() * sender.limits().perHour(),
                        2L * sender.limits().perDay()));
    }
}
