package io.staffetta.cloud;

import java.util.LinkedHashSet;

/**
 * Messages whose turn has come and that are not sent yet. Of too many, the oldest lose their turn: they were given up.
 * Thread-safe.
 */
final class Turns {

    private final int most;
    private final LinkedHashSet<String> messageIds = new LinkedHashSet<>();

    Turns(int most) {
        this.most = most;
    }

    synchronized void keep(String messageId) {
        messageIds.add(messageId);
        if (messageIds.size() > most) {
            messageIds.removeFirst();
        }
    }

    /** Whether this message has a turn, which is used up by asking. */
    synchronized boolean use(String messageId) {
        return messageIds.remove(messageId);
    }
}
