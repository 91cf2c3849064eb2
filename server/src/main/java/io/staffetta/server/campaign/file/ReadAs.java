package io.staffetta.server.campaign.file;

import io.staffetta.core.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a table is to be read, where its sender knows better than what is found out. Null is found out.
 *
 * @param charset the encoding of a text file
 * @param delimiter what separates the cells of a text file
 * @param header whether the first row names the columns
 * @param repaired whether text that was read wrongly once, such as {@code Ã¨}, is put right on the way in
 */
public record ReadAs(
        @Nullable Charset charset,
        @Nullable Character delimiter,
        @Nullable Boolean header,
        boolean repaired) {

    /** Everything is found out. */
    public static final ReadAs FOUND_OUT = new ReadAs(null, null, null, false);

    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf-16le", StandardCharsets.UTF_16LE,
            "utf-16be", StandardCharsets.UTF_16BE,
            "windows-1252", Charset.forName("windows-1252"));

    private static final Map<String, Character> DELIMITERS =
            Map.of(",", ',', ";", ';', "\t", '\t', "tab", '\t', "|", '|');

    /**
     * What callers write.
     *
     * @param charset one of UTF-8, UTF-16LE, UTF-16BE and windows-1252
     * @param delimiter one of {@code , ; |} and {@code tab}
     * @throws Problem {@code invalid_parameter}
     */
    public static ReadAs of(
            @Nullable String charset, @Nullable String delimiter, @Nullable Boolean header, boolean repaired) {
        return new ReadAs(
                charset == null ? null : known("charset", CHARSETS.get(charset.toLowerCase(java.util.Locale.ROOT))),
                delimiter == null ? null : known("delimiter", DELIMITERS.get(delimiter)),
                header,
                repaired);
    }

    private static <T> T known(String parameter, @Nullable T value) {
        if (value == null) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_parameter",
                    "The parameter " + parameter + " has a value it cannot have",
                    Map.of("parameter", parameter));
        }
        return value;
    }
}
