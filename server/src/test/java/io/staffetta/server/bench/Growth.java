package io.staffetta.server.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Whether a figure that was read again and again grows: it does if the median of the last fifth lies clearly above that of the
 * second one, and the straight line through everything after the first fifth, which belongs to the warm-up, rises as clearly.
 * Clearly is a tenth of the second fifth's median and what the figure moves by itself.
 *
 * @param second the median of the second fifth
 * @param last the median of the last fifth
 * @param rise of the line of least squares from the second fifth's beginning to the end
 * @param grows whether both say so
 */
record Growth(double second, double last, double rise, boolean grows) {

    private static final int FIFTHS = 5;

    /**
     * The growth of these readings, taken at even distances.
     *
     * @param tolerance by how much the figure moves without growing
     * @throws IllegalArgumentException if there are fewer than ten: nothing can be told
     */
    static Growth of(List<Double> readings, double tolerance) {
        int count = readings.size();
        if (count < 2 * FIFTHS) {
            throw new IllegalArgumentException("too few readings: " + count);
        }
        double second = median(readings.subList(count / FIFTHS, 2 * count / FIFTHS));
        double last = median(readings.subList(count - count / FIFTHS, count));
        double rise = rise(readings.subList(count / FIFTHS, count));
        double clearly = Math.abs(second) / 10 + tolerance;
        return new Growth(second, last, rise, last - second > clearly && rise > clearly);
    }

    private static double median(List<Double> readings) {
        double[] sorted =
                readings.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double rise(List<Double> readings) {
        double middle = (readings.size() - 1) / 2.0;
        double[] values = readings.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(values).average().orElse(0);
        double both = IntStream.range(0, values.length)
                .mapToDouble(i -> (i - middle) * (values[i] - mean))
                .sum();
        double steps = IntStream.range(0, values.length)
                .mapToDouble(i -> (i - middle) * (i - middle))
                .sum();
        return both / steps * (values.length - 1);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "second fifth %.1f, last fifth %.1f, line %+.1f: %s",
                second,
                last,
                rise,
                grows ? "GROWS" : "no growth");
    }
}
