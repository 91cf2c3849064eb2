package io.staffetta.core.engine;

/**
 * A small picture, such as the one that an account shows of itself.
 *
 * @param mediaType such as {@code image/jpeg}
 * @param base64 its bytes, in base64 without line breaks
 */
public record Picture(String mediaType, String base64) {

    /** As a page shows it: {@code data:image/jpeg;base64,…}. */
    public String dataUrl() {
        return "data:" + mediaType + ";base64," + base64;
    }
}
