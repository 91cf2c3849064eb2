package io.staffetta.baileys;

import java.util.concurrent.atomic.AtomicBoolean;

/** A line on its way to the sidecar: either it is taken to be written, or whoever gave it takes it back, never both. */
final class Outgoing {

    private final byte[] line;
    private final AtomicBoolean decided = new AtomicBoolean();

    Outgoing(byte[] line) {
        this.line = line;
    }

    byte[] line() {
        return line;
    }

    /** Takes it to be written; false if it was withdrawn. */
    boolean take() {
        return decided.compareAndSet(false, true);
    }

    /** Takes it back; true if it will certainly never be written. */
    boolean withdraw() {
        return decided.compareAndSet(false, true);
    }
}
