package io.staffetta.waha;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The chats of a session that answers are awaited in, kept sealed beside it: whoever carries the session after a restart
 * goes on looking into them. What cannot be kept or read costs those looks and nothing else.
 */
final class ChatMemory {

    private static final Logger log = LoggerFactory.getLogger(ChatMemory.class);
    private static final String NAME = "awaited-chats";

    private final String session;
    private final KeyStore store;

    /**
     * A session's memory.
     *
     * @param session names the session in the log
     */
    ChatMemory(String session, KeyStore store) {
        this.session = session;
        this.store = store;
    }

    /** A chat, when it was first and when it was last written to. */
    record Kept(String id, Instant since, Instant last) {}

    /** Those that were kept last, in their order. */
    List<Kept> load() {
        List<Kept> chats = new ArrayList<>();
        try {
            Credentials kept = store.load(Set.of(NAME)).get(NAME);
            if (kept != null) {
                Json.MAPPER.readTree(kept.bytes()).forEach(chat -> of(chat).ifPresent(chats::add));
            }
        } catch (IllegalStateException | JacksonException e) {
            log.warn(
                    "{}: chats written to before cannot be looked into: {}",
                    session,
                    e.getClass().getSimpleName());
        }
        return chats;
    }

    private static Optional<Kept> of(JsonNode chat) {
        return ChatAddress.of(Wire.text(chat, "id"))
                .map(address -> new Kept(
                        address.chatId(),
                        Instant.ofEpochMilli(chat.path("since").asLong(0)),
                        Instant.ofEpochMilli(chat.path("last").asLong(0))));
    }

    /** Keeps these instead of those before. */
    void keep(Collection<Kept> chats) {
        List<Map<String, Object>> rows = chats.stream()
                .<Map<String, Object>>map(chat -> Map.of(
                        "id", chat.id(),
                        "since", chat.since().toEpochMilli(),
                        "last", chat.last().toEpochMilli()))
                .toList();
        try {
            store.keep(Map.of(NAME, Optional.of(new Credentials(Json.MAPPER.writeValueAsBytes(rows)))));
        } catch (IllegalStateException e) {
            log.warn("{}: chats written to cannot be kept: {}", session, e.getMessage());
        }
    }
}
