package io.staffetta.server.stream;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the event log: everything up to it was seen. Writers commit out of order; the order of (transaction, id) is
 * safe to follow as long as readers stay below the oldest open transaction.
 *
 * @param generation of the log; another one after the database was restored from a backup
 * @param tx the transaction that wrote the event
 * @param id the event
 */
public record Position(String generation, long tx, long id) implements Comparable<Position> {

    private static final Pattern PRINTED = Pattern.compile("([0-9a-f-]{8,36})-(\\d{1,19})-(\\d{1,19})");
    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::tx).thenComparingLong(Position::id);

    /** Reads what {@link #toString} printed; empty for anything else. */
    public static Optional<Position> parse(String printed) {
        Matcher parts = PRINTED.matcher(printed);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Position(parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    /** As clients see it. */
    @Override
    public String toString() {
        return generation + "-" + tx + "-" + id;
    }
}
