package io.staffetta.core.engine;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small picture, such as the one that an account shows of itself.
 *
 * @param mediaType such as {@code image/jpeg}
 * @param base64 its bytes, in base64 without line breaks
 */
public record Picture(String mediaType, String base64) {

    private static final Pattern DATA_URL =
            Pattern.compile("data:(image/(?:jpeg|png|webp|gif));base64,([A-Za-z0-9+/=]+)");

    /** The picture in such an address as {@link #dataUrl} writes; empty for what browsers should not draw. */
    public static Optional<Picture> read(String dataUrl) {
        Matcher read = DATA_URL.matcher(dataUrl);
        return read.matches() ? Optional.of(new Picture(read.group(1), read.group(2))) : Optional.empty();
    }

    /**
     * Its bytes.
     *
     * @throws IllegalArgumentException if what should be base64 is none
     */
    public byte[] bytes() {
        return Base64.getDecoder().decode(base64);
    }

    /** As a page shows it: {@code data:image/jpeg;base64,…}. */
    public String dataUrl() {
        return "data:" + mediaType + ";base64," + base64;
    }
}
