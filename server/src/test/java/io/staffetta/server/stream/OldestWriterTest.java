package io.staffetta.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.stream.OldestWriter.Horizon;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OldestWriterTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Horizon> horizon = new AtomicReference<>(new Horizon(7, 7));
    private final OldestWriter writer = new OldestWriter(horizon::get, nanos::get);

    @Test
    void whereNothingIsOpenNothingIsHeldBackHoweverLongNothingHappens() {
        assertThat(openAfter(0)).isZero();
        assertThat(openAfter(600)).isZero();
    }

    @Test
    void aTransactionThatStaysOpenIsTimedUntilItEnds() {
        horizon.set(new Horizon(7, 9));
        assertThat(openAfter(0)).isZero();
        horizon.set(new Horizon(7, 1_000));
        assertThat(openAfter(40)).isEqualTo(Duration.ofSeconds(40));
        horizon.set(new Horizon(1_001, 1_002));
        assertThat(openAfter(10)).isZero();
    }

    private Duration openAfter(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        writer.look();
        return writer.open();
    }
}
