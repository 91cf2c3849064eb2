package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Looks into the chats that were written to lately, for receipts and answers, as long as no webhook brings them. The
 * longer nothing happens in a chat, the more rarely it is looked at.
 */
final class Awaited {

    private static final Duration CALL = Duration.ofSeconds(10);
    private static final Duration FIRST_LOOK = Duration.ofSeconds(15);
    private static final Duration RAREST_LOOK = Duration.ofMinutes(10);
    private static final Duration GIVEN_UP = Duration.ofHours(24);
    private static final Duration WEBHOOKS_SILENT = Duration.ofMinutes(10);
    private static final Duration SKEW = Duration.ofSeconds(60);
    /** A chat that is written to again and again is kept anew no more often. */
    private static final Duration KEPT_ANEW = Duration.ofMinutes(10);

    private static final int MOST_CHATS = 128;
    private static final int PER_BEAT = 4;
    private static final int MESSAGES = 20;
    private static final int REMEMBERED = 512;

    private final WahaApi api;
    private final Notices notices;
    private final Clock clock;
    private final ChatMemory memory;
    private final Consumer<EngineEvent> told;
    private final BoundedSet said = new BoundedSet(REMEMBERED);
    private final Map<String, Chat> chats = new LinkedHashMap<>();
    private volatile Instant lastWebhook = Instant.MIN;
    private boolean remembered;

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

    Awaited(WahaApi api, Notices notices, Clock clock, ChatMemory memory, Consumer<EngineEvent> told) {
        this.api = api;
        this.notices = notices;
        this.clock = clock;
        this.memory = memory;
        this.told = told;
    }

    /** A message went into this chat. */
    void sent(String chatId) {
        takeUp();
        Instant now = clock.instant();
        List<ChatMemory.Kept> kept;
        synchronized (chats) {
            Chat known = chats.remove(chatId);
            Instant since = known == null ? now : known.since();
            Instant noted = known == null || known.noted().plus(KEPT_ANEW).isBefore(now) ? now : known.noted();
            chats.put(chatId, new Chat(chatId, since, now, noted, now.plus(FIRST_LOOK), FIRST_LOOK));
            if (chats.size() > MOST_CHATS) {
                chats.remove(chats.keySet().iterator().next());
            }
            kept = noted.equals(now) ? chats.values().stream().map(Chat::kept).toList() : List.of();
        }
        if (!kept.isEmpty()) {
            memory.keep(kept);
        }
    }

    /** The first time, what was kept before a restart: it may have been answered meanwhile. */
    private synchronized void takeUp() {
        if (remembered) {
            return;
        }
        remembered = true;
        Instant now = clock.instant();
        List<ChatMemory.Kept> kept = memory.load();
        synchronized (chats) {
            for (ChatMemory.Kept chat : kept) {
                chats.put(chat.id(), new Chat(chat.id(), chat.since(), chat.last(), chat.last(), now, FIRST_LOOK));
            }
        }
    }

    /** A genuine webhook came. */
    void webhookCame() {
        lastWebhook = clock.instant();
    }

    /** Looks into the chats that are due. */
    void look() {
        takeUp();
        for (Chat chat : due(clock.instant())) {
            String path = api.ofSession(
                    "/chats/" + WahaApi.encoded(chat.id()) + "/messages?limit=" + MESSAGES + "&downloadMedia=false");
            if (api.get(path, CALL) instanceof Reply.Answer answer && answer.ok()) {
                for (JsonNode message : answer.body()) {
                    tell(notices.message(message, MissingNode.getInstance()), chat);
                }
            }
        }
    }

    private List<Chat> due(Instant now) {
        List<Chat> due = new ArrayList<>();
        synchronized (chats) {
            chats.values().removeIf(chat -> chat.last().plus(GIVEN_UP).isBefore(now));
            for (Chat chat : List.copyOf(chats.values())) {
                if (due.size() < PER_BEAT && !chat.next().isAfter(now)) {
                    chats.put(chat.id(), chat.looked(now));
                    if (lastWebhook.isBefore(chat.last()) || lastWebhook.isBefore(now.minus(WEBHOOKS_SILENT))) {
                        due.add(chat);
                    }
                }
            }
        }
        return due;
    }

    private void tell(Notice notice, Chat chat) {
        if (!(notice instanceof Notice.Said(List<EngineEvent> events))) {
            return;
        }
        for (EngineEvent event : events) {
            switch (event) {
                case EngineEvent.Receipt receipt -> once(receipt.messageId() + receipt.level(), receipt);
                case EngineEvent.Undeliverable failure -> once(failure.messageId() + "!", failure);
                case EngineEvent.Inbound message -> {
                    if (!message.at().isBefore(chat.since().minus(SKEW))) {
                        once(message.sourceId(), message);
                    }
                }
                default ->
                    throw new AssertionError(
                            "a message cannot say " + event.getClass().getSimpleName());
            }
        }
    }

    private void once(String key, EngineEvent event) {
        if (said.add(key)) {
            told.accept(event);
        }
    }
}
