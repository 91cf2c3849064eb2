package io.staffetta.waha;

import java.time.Duration;
import java.time.Instant;

/** Opens chats at WAHA and tells what their last messages say. */
final class OpenedChats {

    /** How long one call may take while a beat waits for it. */
    static final Duration CALL = Duration.ofSeconds(8);

    private static final int MESSAGES = 50;

    private final WahaApi api;
    private final Telling telling;

    OpenedChats(WahaApi api, Telling telling) {
        this.api = api;
        this.telling = telling;
    }

    /**
     * Opens this chat.
     *
     * @param since what people wrote before is not news
     * @return false if WAHA has trouble, so that it is worth another try later
     */
    boolean open(String chatId, Instant since) {
        Reply reply = api.get(
                api.ofSession(
                        "/chats/" + WahaApi.encoded(chatId) + "/messages?limit=" + MESSAGES + "&downloadMedia=false"),
                CALL);
        if (!(reply instanceof Reply.Answer answer) || answer.status() >= 500 || answer.status() == 429) {
            return false;
        }
        if (answer.ok()) {
            answer.body().forEach(message -> telling.tell(message, since));
        }
        return true;
    }
}
