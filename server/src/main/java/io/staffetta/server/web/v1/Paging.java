package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for. Controllers take it as a parameter; it comes from {@code cursor} and {@code limit}.
 *
 * @param cursor the {@link Page#next} of the page before, or null for the first page
 * @param limit how many items at most, 1 to 1000
 */
public record Paging(@Nullable String cursor, int limit) {

    /** How many items without a limit. */
    public static final int DEFAULT_LIMIT = 50;
    /** How many items at most. */
    public static final int LARGEST_LIMIT = 1000;

    /** Refuses limits and cursors that cannot be ({@code invalid_limit}, {@code invalid_cursor}). */
    public Paging {
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw invalidLimit();
        }
        if (cursor != null) {
            PageCursor.decode(cursor);
        }
    }

    /** Reads the two query parameters as they came. */
    static Paging of(@Nullable String cursor, @Nullable String limit) {
        try {
            return new Paging(cursor, limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit));
        } catch (NumberFormatException notANumber) {
            throw invalidLimit();
        }
    }

    /** The id after which the page begins; empty on the first page. */
    public OptionalLong after() {
        return cursor == null ? OptionalLong.empty() : OptionalLong.of(PageCursor.decode(cursor));
    }

    /** How many rows to read: one more than the page holds, to know whether another follows. */
    public int rows() {
        return limit + 1;
    }

    /**
     * The page out of what was read.
     *
     * @param read up to {@link #rows()} items
     * @param id what the cursor of an item is made of
     */
    public <T> Page<T> page(List<T> read, ToLongFunction<T> id) {
        if (read.size() <= limit) {
            return new Page<>(read, null);
        }
        List<T> items = List.copyOf(read.subList(0, limit));
        return new Page<>(items, PageCursor.encode(id.applyAsLong(items.getLast())));
    }

    private static Problem invalidLimit() {
        return new Problem(
                Problem.Kind.INVALID,
                "invalid_limit",
                "limit must be a number from 1 to " + LARGEST_LIMIT,
                Map.of("largest", LARGEST_LIMIT));
    }
}
