package io.staffetta.server.bench;

import java.util.Locale;
import java.util.stream.LongStream;

/** How long things took. */
final class Waits {

    private final long[] nanos;

    private Waits(long[] nanos) {
        this.nanos = nanos;
    }

    static Waits ofNanos(LongStream nanos) {
        return new Waits(nanos.sorted().toArray());
    }

    int count() {
        return nanos.length;
    }

    /** So many of a hundred took no longer, in milliseconds; 100 for the slowest. */
    double percentile(int percent) {
        if (nanos.length == 0) {
            return 0;
        }
        return nanos[(int) Math.min(nanos.length - 1L, (long) nanos.length * percent / 100)] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, slowest %.1f ms",
                percentile(50),
                percentile(99),
                percentile(100));
    }
}
