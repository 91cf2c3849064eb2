package io.staffetta.waha.stub;

import org.jspecify.annotations.Nullable;

/**
 * A message as the stub keeps it.
 *
 * @param ack how far it came; null for received ones
 */
record StubMessage(
        String id,
        String chatId,
        boolean fromMe,
        String body,
        long timestamp,
        @Nullable Integer ack) {

    StubMessage at(int level) {
        return new StubMessage(id, chatId, fromMe, body, timestamp, level);
    }

    String fullId() {
        return fromMe + "_" + chatId + "_" + id;
    }
}
