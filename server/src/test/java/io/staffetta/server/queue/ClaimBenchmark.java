package io.staffetta.server.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The time of a claim with ten million messages waiting against ten thousand, alternately in one run. Argument: how many
 * wait in the large queue (10000000).
 */
public final class ClaimBenchmark {

    private static final int LANES = 50;
    private static final int ROUNDS = 1500;

    private ClaimBenchmark() {}

    private record Queue(QueueWorld world, List<Probe> probes) {

        long claimNanos(int round) {
            Probe probe = probes.get(round % probes.size());
            long begun = System.nanoTime();
            List<Claimed> claimed = world.claims.claim(List.of(probe));
            long took = System.nanoTime() - begun;
            if (claimed.size() != 1) {
                throw new IllegalStateException("claimed " + claimed.size());
            }
            return took;
        }
    }

    /** Runs it. */
    public static void main(String[] args) {
        int large = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
        try (QueueWorld few = world();
                QueueWorld many = world()) {
            Queue small = fill(few, 10_000);
            long begun = System.nanoTime();
            Queue big = fill(many, large);
            System.out.printf("%d messages loaded in %.0f s%n", large, (System.nanoTime() - begun) / 1e9);
            long[] smallNanos = new long[ROUNDS];
            long[] bigNanos = new long[ROUNDS];
            for (int warm = 0; warm < 500; warm++) {
                small.claimNanos(warm);
                big.claimNanos(warm);
            }
            for (int round = 0; round < ROUNDS; round++) {
                smallNanos[round] = small.claimNanos(round);
                bigNanos[round] = big.claimNanos(round);
            }
            Arrays.sort(smallNanos);
            Arrays.sort(bigNanos);
            System.out.printf(
                    "claim: 10000 waiting p50 %.3f ms p99 %.3f ms; %d waiting p50 %.3f ms p99 %.3f ms; ratio of medians %.2f%n",
                    millis(smallNanos, 50),
                    millis(smallNanos, 99),
                    large,
                    millis(bigNanos, 50),
                    millis(bigNanos, 99),
                    millis(bigNanos, 50) / millis(smallNanos, 50));
        }
        System.exit(0);
    }

    private static QueueWorld world() {
        return new QueueWorld(Clock.systemUTC(), null);
    }

    private static Queue fill(QueueWorld world, int messages) {
        List<Probe> probes = new ArrayList<>();
        Instant later = Instant.now().plus(Duration.ofDays(1));
        for (int i = 0; i < LANES; i++) {
            long session = world.session();
            long campaign = world.bulkCampaign(session, messages / LANES);
            probes.add(new Probe(world.lanes.ofCampaign(campaign), session, 1, 0, later, 1));
        }
        world.jdbc.sql("vacuum analyze message").update();
        return new Queue(world, probes);
    }

    private static double millis(long[] sorted, int percentile) {
        return sorted[sorted.length * percentile / 100] / 1e6;
    }
}
