package io.staffetta.server.dispatch;

import io.staffetta.server.queue.RefusedMessage;

/** Hears of refusals that reach beyond their message. */
@FunctionalInterface
public interface RefusalListener {

    /**
     * A message was refused, at once or after it had been taken, and more would be, as the refusal's scope says. Called
     * after the message's end is on disk, on a thread that may block; a crash may swallow the call, and the next refusal
     * repeats it.
     */
    void refused(RefusedMessage message);
}
