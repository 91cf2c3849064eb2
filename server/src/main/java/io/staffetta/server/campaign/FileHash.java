package io.staffetta.server.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a file is known again by: the SHA-256 of its bytes, taken while it is read by somebody else. */
final class FileHash {

    private final DigestInputStream read;

    /** Of what is read through {@link #stream()}. */
    FileHash(InputStream file) {
        this.read = new Left(file);
    }

    /** Stays open when whoever reads it has seen enough: what is left belongs to the hash as well. */
    private static final class Left extends DigestInputStream {

        Left(InputStream file) {
            super(file, sha256());
        }

        @Override
        public void close() {
            // Whoever opened the file closes it.
        }
    }

    InputStream stream() {
        return read;
    }

    /** The hash of the whole file, of which what is left is read. */
    String whole() throws IOException {
        read.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(read.getMessageDigest().digest());
    }

    static String of(byte[] file) {
        return HexFormat.of().formatHex(sha256().digest(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
