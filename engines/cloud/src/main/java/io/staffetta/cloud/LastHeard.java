package io.staffetta.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last message of each person to a number, without which nothing can be shown as read and no typing be shown. Kept in
 * memory only: who is forgotten is not shown it, which does no harm. Thread-safe.
 */
final class LastHeard {

    private final Map<Chat, String> ids;

    private record Chat(String phoneNumberId, long phone) {}

    /** Remembers at most so many chats. */
    LastHeard(int most) {
        this.ids = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Chat, String> eldest) {
                return size() > most;
            }
        };
    }

    synchronized void heard(String phoneNumberId, long phone, String inboundId) {
        ids.put(new Chat(phoneNumberId, phone), inboundId);
    }

    synchronized Optional<String> of(String phoneNumberId, long phone) {
        return Optional.ofNullable(ids.get(new Chat(phoneNumberId, phone)));
    }
}
