package io.staffetta.simulator.remote;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A line on its way out. Between waiting and being taken for writing lies the border that tells a message which certainly
 * did not leave from one that may have: whoever moves it first decides. Thread-safe.
 */
final class Parcel {

    private enum State {
        WAITING,
        TAKEN,
        WITHDRAWN
    }

    private final byte[] line;
    private final Runnable afterWritten;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    Parcel(byte[] line) {
        this(line, () -> {});
    }

    /** A line whose last byte is followed by this, on the writing thread. */
    Parcel(byte[] line, Runnable afterWritten) {
        this.line = line;
        this.afterWritten = afterWritten;
    }

    byte[] line() {
        return line;
    }

    /** Takes it for writing; false if it was withdrawn. */
    boolean take() {
        return state.compareAndSet(State.WAITING, State.TAKEN);
    }

    /** Withdraws it; true if no byte of it was or will be written. */
    boolean withdraw() {
        return state.compareAndSet(State.WAITING, State.WITHDRAWN) || state.get() == State.WITHDRAWN;
    }

    void written() {
        afterWritten.run();
    }
}
