package io.staffetta.waha;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.KeyStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The chats of a session that answers are awaited in, and up to when it was heard what people wrote, kept sealed beside
 * it: whoever carries the session after a restart goes on from there. What cannot be kept or read costs those looks and
 * nothing else.
 */
final class ChatMemory {

    private static final Logger log = LoggerFactory.getLogger(ChatMemory.class);
    private static final String CHATS = "awaited-chats-";
    private static final String HEARD = "heard-until";
    /** So that one more chat does not write all of them anew. */
    private static final int PARTS = 32;

    private static final Set<String> NAMES =
            IntStream.range(0, PARTS).mapToObj(part -> CHATS + part).collect(Collectors.toUnmodifiableSet());

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

    /** Those that were kept last, those first that were written to longest ago. */
    List<Kept> load() {
        List<Kept> chats = new ArrayList<>();
        try {
            for (Credentials part : store.load(NAMES).values()) {
                Json.MAPPER.readTree(part.bytes()).forEach(chat -> of(chat).ifPresent(chats::add));
            }
        } catch (IllegalStateException | JacksonException e) {
            log.warn(
                    "{}: chats written to before cannot be looked into: {}",
                    session,
                    e.getClass().getSimpleName());
        }
        chats.sort((one, other) -> one.last().compareTo(other.last()));
        return chats;
    }

    private static Optional<Kept> of(JsonNode chat) {
        return ChatAddress.of(Wire.text(chat, "id"))
                .map(address -> new Kept(
                        address.chatId(),
                        Instant.ofEpochMilli(chat.path("since").asLong(0)),
                        Instant.ofEpochMilli(chat.path("last").asLong(0))));
    }

    /**
     * Keeps a chat that changed.
     *
     * @param all the chats that are awaited now, this one among them
     */
    void keep(String chatId, Collection<Kept> all) {
        String part = part(chatId);
        List<Map<String, Object>> rows = all.stream()
                .filter(chat -> part(chat.id()).equals(part))
                .<Map<String, Object>>map(chat -> Map.of(
                        "id", chat.id(),
                        "since", chat.since().toEpochMilli(),
                        "last", chat.last().toEpochMilli()))
                .toList();
        keep(part, Json.MAPPER.writeValueAsBytes(rows));
    }

    /** Up to when everything that people wrote was heard; empty if that was never kept. */
    Optional<Instant> heardUntil() {
        try {
            return Optional.ofNullable(store.load(Set.of(HEARD)).get(HEARD))
                    .map(kept -> new String(kept.bytes(), StandardCharsets.US_ASCII))
                    .map(Long::parseLong)
                    .map(Instant::ofEpochMilli);
        } catch (IllegalStateException | NumberFormatException e) {
            log.warn(
                    "{}: up to when it was heard what people wrote is unknown: {}",
                    session,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    /** Keeps that. */
    void heardUntil(Instant moment) {
        keep(HEARD, Long.toString(moment.toEpochMilli()).getBytes(StandardCharsets.US_ASCII));
    }

    private void keep(String name, byte[] value) {
        try {
            store.keep(Map.of(name, Optional.of(new Credentials(value))));
        } catch (IllegalStateException e) {
            log.warn("{}: {} cannot be kept: {}", session, name, e.getMessage());
        }
    }

    /** Under which name this chat is kept, among others. */
    static String part(String chatId) {
        return CHATS + Math.floorMod(chatId.hashCode(), PARTS);
    }
}
