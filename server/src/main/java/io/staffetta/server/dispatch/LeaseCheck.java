package io.staffetta.server.dispatch;

/** Whether this node may still act for the sessions it owns; asked right before bytes are written. */
@FunctionalInterface
public interface LeaseCheck {

    /** False from 3 s before the node's lease ends, by its monotonic clock. */
    boolean maySend();
}
