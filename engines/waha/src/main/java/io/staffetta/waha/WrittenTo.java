package io.staffetta.waha;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chats that were written to within the last day, and when each has its turn to be looked into: the longer nothing
 * happens in one, the more rarely, and never one again before another that waits longer. Thread-safe.
 */
final class WrittenTo {

    /** How soon after a message its chat is worth a look. */
    static final Duration FIRST_LOOK = Duration.ofSeconds(15);

    /** How long after the last message something is still awaited in a chat. */
    static final Duration GIVEN_UP = Duration.ofHours(24);

    private static final Logger log = LoggerFactory.getLogger(WrittenTo.class);
    private static final Duration RAREST_LOOK = Duration.ofMinutes(10);
    /** A chat that is written to again and again is kept anew no more often. */
    private static final Duration KEPT_ANEW = Duration.ofMinutes(10);
    /** Far more than a linked device writes to in a day. */
    private static final int MOST = 20_000;

    private final ChatMemory memory;
    private final Map<String, Chat> chats = new LinkedHashMap<>();
    private boolean remembered;
    private boolean overfull;

    WrittenTo(ChatMemory memory) {
        this.memory = memory;
    }

    /** A chat that was written to. */
    private record Chat(String id, Instant since, Instant last, Instant noted, Instant next, Duration pause) {

        ChatMemory.Kept kept() {
            return new ChatMemory.Kept(id, since, last);
        }

        Chat looked(Instant now) {
            Duration longer = pause.multipliedBy(2);
            Duration rarer = longer.compareTo(RAREST_LOOK) > 0 ? RAREST_LOOK : longer;
            return new Chat(id, since, last, noted, now.plus(rarer), rarer);
        }
    }

    /** A message went into this chat. */
    void sent(String chatId, Instant now) {
        takeUp(now);
        List<ChatMemory.Kept> kept;
        synchronized (chats) {
            forget(now);
            Chat known = chats.remove(chatId);
            Instant since = known == null ? now : known.since();
            Instant noted = known == null || known.noted().plus(KEPT_ANEW).isBefore(now) ? now : known.noted();
            chats.put(chatId, new Chat(chatId, since, now, noted, now.plus(FIRST_LOOK), FIRST_LOOK));
            bound();
            kept = noted.equals(now) ? chats.values().stream().map(Chat::kept).toList() : List.of();
        }
        if (!kept.isEmpty()) {
            memory.keep(chatId, kept);
        }
    }

    /** The first time, what was kept before a restart: it may have been answered meanwhile. */
    synchronized void takeUp(Instant now) {
        if (remembered) {
            return;
        }
        remembered = true;
        List<ChatMemory.Kept> kept = memory.load();
        synchronized (chats) {
            for (ChatMemory.Kept chat : kept) {
                chats.put(chat.id(), new Chat(chat.id(), chat.since(), chat.last(), chat.last(), now, FIRST_LOOK));
            }
        }
    }

    /** The one that waits longest of those whose turn it is; its next turn comes later. */
    Optional<String> next(Instant now) {
        synchronized (chats) {
            forget(now);
            Optional<Chat> next = chats.values().stream()
                    .filter(chat -> !chat.next().isAfter(now))
                    .min(Comparator.comparing(Chat::next));
            next.ifPresent(chat -> chats.put(chat.id(), chat.looked(now)));
            return next.map(Chat::id);
        }
    }

    /** Whether something is awaited in this chat. */
    boolean contains(String chatId) {
        synchronized (chats) {
            return chats.containsKey(chatId);
        }
    }

    /** Since when answers in this chat are news: its first message, or another moment if that was earlier. */
    Instant since(String chatId, Instant other) {
        synchronized (chats) {
            Chat known = chats.get(chatId);
            return known == null || other.isBefore(known.since()) ? other : known.since();
        }
    }

    private void forget(Instant now) {
        chats.values().removeIf(chat -> chat.last().plus(GIVEN_UP).isBefore(now));
    }

    private void bound() {
        if (chats.size() <= MOST) {
            return;
        }
        chats.remove(chats.keySet().iterator().next());
        if (!overfull) {
            overfull = true;
            log.warn("more than {} chats written to within a day: the oldest are looked into no longer", MOST);
        }
    }
}
