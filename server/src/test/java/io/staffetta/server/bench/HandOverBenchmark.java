package io.staffetta.server.bench;

import io.staffetta.server.campaign.Campaign;
import io.staffetta.server.campaign.CampaignWorld;
import java.util.Arrays;

/**
 * How long a change of number takes while many messages wait: {@code HandOverBenchmark [messages] [changes]}, by default
 * a million and a thousand.
 */
public final class HandOverBenchmark {

    private HandOverBenchmark() {}

    /** Runs it and prints one line. */
    public static void main(String[] args) {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int changes = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        try (CampaignWorld world = new CampaignWorld()) {
            world.session("a", 393331112222L);
            world.session("b", 393334445555L);
            Campaign campaign = world.running("a", messages);
            change(world, campaign, 100);
            long[] nanos = change(world, campaign, changes);
            Arrays.sort(nanos);
            System.out.printf(
                    "%d messages waiting, %d changes of number: p50 %.1f ms, p99 %.1f ms, slowest %.1f ms%n",
                    world.now(campaign).counts().pending(),
                    changes,
                    nanos[changes / 2] / 1e6,
                    nanos[changes * 99 / 100] / 1e6,
                    nanos[changes - 1] / 1e6);
        }
    }

    private static long[] change(CampaignWorld world, Campaign campaign, int times) {
        long[] nanos = new long[times];
        for (int i = 0; i < times; i++) {
            long begun = System.nanoTime();
            world.handOver.change(world.user, campaign.publicId(), i % 2 == 0 ? "b" : "a", null);
            nanos[i] = System.nanoTime() - begun;
        }
        return nanos;
    }
}
