package io.staffetta.server.web.v1;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items oldest first unless asked otherwise
 * @param next the cursor of the following page, or null on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {}
