package io.staffetta.server.web.doors.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param count how many there are in the whole list; null if nobody counts them
 * @param next where the part after this one is, or null
 * @param previous where the part before this one is, or null
 */
record Listing<T>(
        @Nullable Integer count,
        @Nullable String next,
        @Nullable String previous,
        List<T> results) {}
