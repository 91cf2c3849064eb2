package io.staffetta.server.campaign;

import com.github.benmanes.caffeine.cache.Ticker;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.CampaignEstimate;
import io.staffetta.core.pacing.SendWindow;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.storage.SharedReads;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What numbers have sent, as far as their limits still count it. */
final class NumberPast {

    /** More than a calendar day, however long the clocks make it. */
    private static final Duration REMEMBERED = Duration.ofHours(26);

    /** Of numbers that may send more than this, the past is read to the minute, but for what they sent last. */
    private static final long MANY = 10_000;

    /** Of numbers that may send more than this, only that is read: all of it would take longer than it tells. */
    private static final long TOO_MANY = 2_000_000;

    /** What numbers have sent that sent this much tells the same a moment later; of others each message counts at once. */
    private static final int LONG = 500;

    private record Key(long number, boolean simulated) {}

    private final SendLog sendLog;
    private final BusinessTime businessTime;
    private final SharedReads<Key, SendWindow> reads;

    NumberPast(SendLog sendLog, BusinessTime businessTime, Ticker ticker) {
        this.sendLog = sendLog;
        this.businessTime = businessTime;
        this.reads = new SharedReads<>(window -> window.size() >= LONG, ticker);
    }

    /** The same as {@link #windows}, up to two seconds old where a number has sent hundreds. */
    Map<Long, SendWindow> about(Collection<Sender> senders) {
        Map<Key, Sender> byKey = new HashMap<>();
        senders.forEach(sender -> byKey.put(key(sender), sender));
        Map<Long, SendWindow> windows = new HashMap<>();
        reads.of(byKey.keySet(), missing -> read(missing, byKey))
                .forEach((key, window) -> windows.put(key.number(), window));
        return windows;
    }

    private Map<Key, SendWindow> read(Set<Key> missing, Map<Key, Sender> byKey) {
        Map<Long, SendWindow> read = windows(
                missing.stream().map(byKey::get).filter(Objects::nonNull).toList());
        Map<Key, SendWindow> windows = new HashMap<>();
        missing.forEach(key -> windows.put(key, Objects.requireNonNull(read.get(key.number()))));
        return windows;
    }

    private static Key key(Sender sender) {
        return new Key(sender.numberKey(), sender.simulated());
    }

    /** The windows of these senders' numbers, by number. */
    Map<Long, SendWindow> windows(Collection<Sender> senders) {
        Map<Long, SendWindow> windows = new HashMap<>();
        for (boolean simulated : new boolean[] {true, false}) {
            Instant since = businessTime.now(simulated).minus(REMEMBERED);
            Set<Long> few = numbers(senders, simulated, 0, MANY);
            Set<Long> many = numbers(senders, simulated, MANY, TOO_MANY);
            Set<Long> beyond = numbers(senders, simulated, TOO_MANY, Long.MAX_VALUE);
            if (!few.isEmpty()) {
                sendLog.since(few, since).forEach((number, times) -> windows.put(number, new SendWindow(times)));
            }
            if (!many.isEmpty()) {
                Map<Long, List<Instant>> latest = sendLog.latest(many, since, CampaignEstimate.MOST_LOOKED_AT);
                latest.forEach((number, times) -> windows.put(number, new SendWindow(times)));
                // Who sent less has sent nothing before.
                many.removeIf(
                        number -> latest.getOrDefault(number, List.of()).size() < CampaignEstimate.MOST_LOOKED_AT);
                if (!many.isEmpty()) {
                    sendLog.sinceByMinute(many, since)
                            .forEach((number, times) -> windows.put(
                                    number,
                                    new SendWindow(exactAtItsEnd(times, latest.getOrDefault(number, List.of())))));
                }
            }
            if (!beyond.isEmpty()) {
                sendLog.latest(beyond, since, CampaignEstimate.MOST_LOOKED_AT)
                        .forEach((number, times) -> windows.put(number, new SendWindow(times)));
            }
        }
        senders.forEach(sender -> windows.computeIfAbsent(sender.numberKey(), key -> new SendWindow(List.of())));
        return windows;
    }

    /** The same sends, the latest of them at their own times. */
    private static List<Instant> exactAtItsEnd(List<Instant> byMinute, List<Instant> latest) {
        return Stream.concat(byMinute.stream().limit(Math.max(0, byMinute.size() - latest.size())), latest.stream())
                .toList();
    }

    private static Set<Long> numbers(Collection<Sender> senders, boolean simulated, long above, long most) {
        return senders.stream()
                .filter(sender -> sender.simulated() == simulated)
                .filter(sender -> most(sender) > above && most(sender) <= most)
                .map(Sender::numberKey)
                .collect(Collectors.toCollection(HashSet::new));
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
