package io.staffetta.server.web.doors.admin;

import io.staffetta.core.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which page of a list is asked for. Pages reach as far as {@link #FARTHEST}; what lies beyond is for the product's own
 * API.
 *
 * @param number from 1
 * @param size how many a page
 */
record PageNumber(int number, int size) {

    /** How many items all pages of a list hold together. */
    static final int FARTHEST = 10_000;

    private static final int DEFAULT_SIZE = 50;
    private static final int LARGEST_SIZE = 1_000;

    /** Refuses what cannot be ({@code invalid_parameter}). */
    static PageNumber of(@Nullable String page, @Nullable String size) {
        return new PageNumber(read("page", page, 1, FARTHEST), read("page_size", size, DEFAULT_SIZE, LARGEST_SIZE));
    }

    /** This page of all the items, at this path. */
    <T> List<T> of(List<T> all) {
        int from = Math.min(all.size(), (number - 1) * size);
        return all.subList(from, Math.min(all.size(), from + size));
    }

    @Nullable
    String next(int count, UriComponentsBuilder here) {
        return (long) number * size < count ? page(here, number + 1) : null;
    }

    @Nullable
    String previous(UriComponentsBuilder here) {
        return number > 1 ? page(here, number - 1) : null;
    }

    private static String page(UriComponentsBuilder here, int page) {
        return here.cloneBuilder().replaceQueryParam("page", page).build().toUriString();
    }

    private static int read(String name, @Nullable String written, int otherwise, int most) {
        if (written == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(written.strip());
            if (value >= 1 && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // The same as a number that cannot be.
        }
        throw new Problem(
                Problem.Kind.INVALID,
                "invalid_parameter",
                "The parameter " + name + " has a value it cannot have",
                Map.of("parameter", name));
    }
}
