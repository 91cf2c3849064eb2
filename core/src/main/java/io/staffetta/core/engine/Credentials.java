package io.staffetta.core.engine;

import java.util.Arrays;

/** What an engine needs to restore a link without pairing again. Secret: never printed, compared by content. */
public final class Credentials {

    private final byte[] bytes;

    /** Keeps a copy of these bytes; only the engine knows what they mean. */
    public Credentials(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Credentials that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Credentials[" + bytes.length + " bytes]";
    }
}
