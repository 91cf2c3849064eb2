package io.staffetta.core.simulation;

import java.io.Serial;

/** A promise was broken. */
final class Broken extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    Broken(String promise) {
        super(promise);
    }

    @SuppressWarnings("AnnotateFormatMethod") // The annotation would need a library of its own.
    static void unless(boolean kept, String promise, Object... values) {
        if (!kept) {
            throw new Broken(promise.formatted(values));
        }
    }
}
