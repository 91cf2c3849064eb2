package io.staffetta.server.dispatch;

import java.time.Duration;

/** Whether this node may still act for the sessions it owns; asked right before bytes are written. */
@FunctionalInterface
public interface LeaseCheck {

    /** False from 3 s before the node's lease ends, by its monotonic clock. */
    boolean maySend();

    /** For how long this node may surely still send; zero when it may not. A call must end within it. */
    default Duration left() {
        return maySend() ? Duration.ofSeconds(7) : Duration.ZERO;
    }
}
