package io.staffetta.waha;

import io.staffetta.core.engine.Evidence;
import io.staffetta.core.message.ReceiptLevel;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/** What is done in a chat besides sending: gestures, and looking for a message of ours. */
final class Courtesy {

    private final WahaApi api;
    private final Chats chats;

    Courtesy(WahaApi api, Chats chats) {
        this.api = api;
        this.chats = chats;
    }

    /** A gesture in the chat with this person; nothing happens if it cannot be made. */
    void gesture(String path, long phone, Duration timeout) {
        if (chats.of(phone, timeout.dividedBy(2)) instanceof Chats.Found.Chat(String chat)) {
            var _ = api.post(path, Map.of("session", api.settings().session(), "chatId", chat), timeout.dividedBy(2));
        }
    }

    /** How far our message came; WAHA may not keep messages, so that its not having it proves nothing. */
    Evidence lookUp(String messageId, long phone, Duration timeout) {
        if (!(chats.of(phone, timeout.dividedBy(2)) instanceof Chats.Found.Chat(String chat))) {
            return new Evidence.NotKnown();
        }
        String path = "/chats/" + WahaApi.encoded(chat) + "/messages/"
                + WahaApi.encoded("true_" + chat + "_" + messageId) + "?downloadMedia=false";
        if (!(api.get(api.ofSession(path), timeout.dividedBy(2)) instanceof Reply.Answer answer)
                || !answer.ok()
                || !Wire.messageId(answer.body()).orElse("").equals(messageId)) {
            return new Evidence.NotKnown();
        }
        OptionalInt ack = Wire.ack(answer.body());
        // 0 is WAHA's own word that it has not left yet, and may stay so for ever.
        return ack.isPresent() && ack.getAsInt() >= 1
                ? new Evidence.Found(ReceiptLevel.ofRank(ack.getAsInt() - 1))
                : new Evidence.NotKnown();
    }
}
