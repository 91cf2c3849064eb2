package io.staffetta.server.media;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/** A file while it comes in: stored piece by piece, and dropped again unless all of it comes and is what it was said to be. */
final class Arrival {

    private static final int PIECE = 256 * 1024;

    private final MediaRows rows;
    private final long pk;
    private final FileType type;
    private final long largest;
    private final MessageDigest digest = sha256();
    private long size;

    /** Of the file that was reserved under this key, with at most so many bytes. */
    Arrival(MediaRows rows, long pk, FileType type, long largest) {
        this.rows = rows;
        this.pk = pk;
        this.type = type;
        this.largest = largest;
    }

    /**
     * Stores all of it.
     *
     * @return the id of the file that is kept: this one, or the same one from before
     * @throws Problem {@code media_type_mismatch}, {@code media_too_large}, {@code media_empty}, {@code upload_broken}, and
     *     what reading the body throws
     */
    String all(InputStream body) {
        boolean done = false;
        try {
            pieces(body);
            String id = rows.finish(pk, size, digest.digest());
            done = true;
            return id;
        } catch (IOException e) {
            throw new Problem(Kind.INVALID, "upload_broken", "The file did not arrive completely.");
        } finally {
            if (!done) {
                rows.drop(pk);
            }
        }
    }

    private void pieces(InputStream body) throws IOException {
        int n = 0;
        for (byte[] piece = body.readNBytes(PIECE); piece.length > 0; piece = body.readNBytes(PIECE)) {
            if (n == 0 && !type.begins(piece)) {
                throw new Problem(
                        Kind.INVALID, "media_type_mismatch", "The file is not of the type that it is said to be.");
            }
            size += piece.length;
            if (size > largest) {
                throw tooLarge(largest);
            }
            digest.update(piece);
            rows.piece(pk, n++, piece);
        }
        if (size == 0) {
            throw new Problem(Kind.INVALID, "media_empty", "The file is empty.");
        }
    }

    static Problem tooLarge(long largest) {
        return new Problem(
                Kind.TOO_LARGE,
                "media_too_large",
                "A file of this type has at most " + largest + " bytes.",
                Map.of("limitBytes", largest));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
