package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Turns the id of a page's last row into an opaque cursor and back. */
public final class PageCursor {

    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + Long.BYTES;

    private PageCursor() {}

    /** The cursor of what follows this id. */
    public static String encode(long id) {
        byte[] bytes = ByteBuffer.allocate(LENGTH).put(VERSION).putLong(id).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The id that a cursor stands for.
     *
     * @throws Problem {@code invalid_cursor} for anything that {@link #encode} did not make
     */
    public static long decode(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == LENGTH && bytes[0] == VERSION) {
                return ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong();
            }
            throw invalid();
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
    }

    private static Problem invalid() {
        return new Problem(
                Problem.Kind.INVALID, "invalid_cursor", "The cursor is not one that an earlier page answered with");
    }
}
