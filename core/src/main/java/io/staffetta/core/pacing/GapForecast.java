package io.staffetta.core.pacing;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How long a number will take from one send to the next, as the mean over what is left. Pauses are drawn at random, so
 * the mean of many scatters the less the more they are; and what a number really takes, with the time of its engine, is
 * seen in what it sent last.
 *
 * @param early one mean in ten is shorter
 * @param late one mean in ten is longer
 */
record GapForecast(Duration early, Duration likely, Duration late) {

    /** Standard deviations from the middle to either end of what eight in ten runs do. */
    private static final double TENTH = 1.2816;

    /** How many of the last sends are looked at: enough to tell a mean, few enough to follow a change of pace. */
    private static final int LOOKED_AT = 50;

    /** The same where no pause is kept: many go at once there, and only several such bursts tell a mean. */
    private static final int LOOKED_AT_IN_BURSTS = CampaignEstimate.MOST_LOOKED_AT;

    /** Fewer say nothing. */
    private static final int FEWEST = 10;

    /** A pause that is so many times longer than usual was a wait for limits or hours, or a break. */
    private static final int BREAK = 4;

    /** What is shorter is no break, however fast the number is. */
    private static final double SHORTEST_BREAK_MICROS = 2_000_000;

    /**
     * What engine and machine add changes as others use them, and does not even out over a run as pauses do: the standard
     * deviation of its mean, as part of what was seen of it.
     */
    private static final double CHANGE_OF_MACHINE = 0.5;

    /** What goes so much faster than the pauses allow was sent at another pace. */
    private static final double OTHER_PACE = 0.7;

    /**
     * What is not sure about a gap.
     *
     * @param deviation of one gap, by the rules
     * @param machine what of the expected mean is only a guess at what engine and machine take
     */
    record Unknown(Duration deviation, Duration machine) {}

    /**
     * The forecast.
     *
     * @param expected the mean by the rules, with the guess at engine and machine
     * @param sent what the number sent, oldest first, in microseconds
     * @param left how many gaps are to come
     */
    static GapForecast of(Duration expected, Unknown unknown, long[] sent, long left) {
        double mean = micros(expected);
        double scatter = micros(unknown.deviation);
        double ruled = mean - micros(unknown.machine);
        double machine = micros(unknown.machine);
        double uncertain = 1 / (double) Math.max(1, left);
        double[] seen = seen(sent, mean, ruled > 0 ? LOOKED_AT : LOOKED_AT_IN_BURSTS);
        double observed = Arrays.stream(seen).average().orElse(0);
        if (seen.length >= FEWEST && observed >= OTHER_PACE * ruled) {
            mean = observed;
            machine = CHANGE_OF_MACHINE * Math.max(0, observed - ruled);
            scatter = Math.max(scatter, deviation(seen, observed));
            uncertain += 1.0 / seen.length;
        }
        double either = TENTH * Math.hypot(scatter * Math.sqrt(uncertain), machine);
        return new GapForecast(duration(Math.max(0, mean - either)), duration(mean), duration(mean + either));
    }

    private static double[] seen(long[] sent, double expected, int lookedAt) {
        int from = Math.max(1, sent.length - lookedAt);
        double[] gaps = IntStream.range(from, sent.length)
                .mapToDouble(i -> (double) (sent[i] - sent[i - 1]))
                .sorted()
                .toArray();
        double usual = gaps.length == 0 ? 0 : gaps[gaps.length / 2];
        double longest = Math.max(SHORTEST_BREAK_MICROS, BREAK * Math.max(usual, expected));
        return Arrays.stream(gaps).filter(gap -> gap <= longest).toArray();
    }

    private static double deviation(double[] gaps, double mean) {
        return Math.sqrt(
                Arrays.stream(gaps).map(gap -> (gap - mean) * (gap - mean)).sum() / (gaps.length - 1));
    }

    private static double micros(Duration duration) {
        return (double) duration.toNanos() / 1000;
    }

    private static Duration duration(double micros) {
        return Duration.ofNanos(Math.round(micros * 1000));
    }
}
