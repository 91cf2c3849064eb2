package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SharedReadsTest {

    private static final int LONG = 100;

    private final AtomicLong nanos = new AtomicLong();
    private final SharedReads<String, Integer> shared = new SharedReads<>(size -> size >= LONG, nanos::get);
    private final List<Set<String>> reads = Collections.synchronizedList(new ArrayList<>());

    private Map<String, Integer> ask(int size, String... keys) {
        return shared.of(List.of(keys), missing -> read(missing, size));
    }

    private Map<String, Integer> read(Set<String> missing, int size) {
        reads.add(Set.copyOf(missing));
        return missing.stream().collect(Collectors.toMap(key -> key, key -> size));
    }

    @Test
    void whatIsQuickIsReadEachTime() {
        assertThat(ask(99, "a")).containsEntry("a", 99);
        assertThat(ask(98, "a")).containsEntry("a", 98);
    }

    @Test
    void whatTakesLongHoldsForTwoSeconds() {
        assertThat(ask(LONG, "a")).containsEntry("a", 100);
        nanos.addAndGet(SharedReads.HOLDS.toNanos() - 1);
        assertThat(ask(101, "a")).containsEntry("a", 100);

        nanos.addAndGet(1);

        assertThat(ask(102, "a")).containsEntry("a", 102);
    }

    @Test
    void onlyWhatIsMissingIsRead() {
        ask(LONG, "a");

        assertThat(ask(200, "a", "b")).containsOnly(Map.entry("a", 100), Map.entry("b", 200));
        assertThat(reads).containsExactly(Set.of("a"), Set.of("b"));
    }

    @Test
    void oneReadsItAnewWhileTheOthersGetWhatThereWas() throws InterruptedException {
        ask(LONG, "a");
        nanos.addAndGet(SharedReads.HOLDS.toNanos());
        CountDownLatch end = new CountDownLatch(1);
        Thread first = readingUntil(end);

        assertThat(ask(400, "a")).containsEntry("a", 100);

        end.countDown();
        first.join();
        assertThat(ask(400, "a")).containsEntry("a", 300);
        assertThat(reads).hasSize(2);
    }

    @Test
    void whatIsTooOldIsReadByOneForAll() throws InterruptedException {
        ask(LONG, "a");
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        CountDownLatch end = new CountDownLatch(1);
        Thread first = readingUntil(end);
        AtomicInteger served = new AtomicInteger();
        Thread second = Thread.startVirtualThread(() -> served.set(ask(400, "a").get("a")));
        while (second.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        end.countDown();

        first.join();
        second.join();
        assertThat(served).hasValue(300);
        assertThat(reads).hasSize(2);
    }

    @Test
    void whoWaitsTooLongReadsByItself() throws InterruptedException {
        ask(LONG, "a");
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        CountDownLatch end = new CountDownLatch(1);
        Thread first = readingUntil(end);

        assertThat(ask(400, "a")).containsEntry("a", 400);

        end.countDown();
        first.join();
    }

    @Test
    void whatHasBecomeQuickIsNotKept() {
        ask(LONG, "a");
        nanos.addAndGet(SharedReads.HOLDS.toNanos());
        ask(1, "a");

        assertThat(ask(2, "a")).containsEntry("a", 2);
    }

    /** A thread that reads 300 of a, and is at it until the end. */
    private Thread readingUntil(CountDownLatch end) throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        Thread thread = Thread.startVirtualThread(() -> shared.of(List.of("a"), missing -> {
            reading.countDown();
            awaitQuietly(end);
            return read(missing, 300);
        }));
        reading.await();
        return thread;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
