package io.staffetta.server.campaign.file;

import org.jspecify.annotations.Nullable;

/**
 * What a file turned out to be.
 *
 * @param format {@code csv}, {@code xlsx} or {@code json}
 * @param charset the encoding of a text file, by its IANA name
 * @param delimiter what separates the cells of a CSV file
 */
public record FileForm(
        String format, @Nullable String charset, @Nullable String delimiter) {}
