package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Person;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which chat belongs to a phone number: WhatsApp knows some numbers under other digits, such as Brazil's without the
 * ninth. Asks WAHA one number at a time and not faster than {@link #BETWEEN}, for such questions are counted by WhatsApp,
 * and remembers the last answers.
 */
final class Chats {

    /** The least time between two questions. */
    static final Duration BETWEEN = Duration.ofMillis(250);

    private static final int REMEMBERED = 512;

    private final WahaApi api;
    private final Consumer<EngineEvent> told;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Map<Long, String> known = new LinkedHashMap<>();
    /** Whose chats go by a name that is not their phone number. */
    private final Map<String, Long> people = new LinkedHashMap<>();

    private long lastAsked = System.nanoTime() - BETWEEN.toNanos();

    /**
     * Asks there.
     *
     * @param told hears who turned out to be whom
     */
    Chats(WahaApi api, Consumer<EngineEvent> told) {
        this.api = api;
        this.told = told;
    }

    /** What became of the question. */
    sealed interface Found {

        /** This is the chat. */
        record Chat(String id) implements Found {}

        /** Nobody on WhatsApp has this number. */
        record Nobody() implements Found {}

        /** It could not be found out. */
        record Unclear(Reply reply) implements Found {}
    }

    /** The chat of this phone number. */
    Found of(long phone, Duration timeout) {
        String remembered = remembered(phone);
        if (remembered != null) {
            return new Found.Chat(remembered);
        }
        long end = System.nanoTime() + timeout.toNanos();
        try {
            if (!turn.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Found.Unclear(new Reply.NotReached("too many questions about numbers"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found.Unclear(new Reply.NotReached("interrupted"));
        }
        try {
            String meanwhile = remembered(phone);
            return meanwhile != null ? new Found.Chat(meanwhile) : ask(phone, end);
        } finally {
            turn.unlock();
        }
    }

    private Found ask(long phone, long end) {
        try {
            long rest = lastAsked + BETWEEN.toNanos() - System.nanoTime();
            if (rest > 0) {
                TimeUnit.NANOSECONDS.sleep(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found.Unclear(new Reply.NotReached("interrupted"));
        }
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (!left.isPositive()) {
            return new Found.Unclear(new Reply.NotReached("no time left"));
        }
        lastAsked = System.nanoTime();
        String path = "/api/contacts/check-exists?phone=" + phone + "&session="
                + WahaApi.encoded(api.settings().session());
        return understood(phone, api.get(path, left));
    }

    private Found understood(long phone, Reply reply) {
        if (!(reply instanceof Reply.Answer answer)) {
            return new Found.Unclear(reply);
        }
        if (missing(answer)) {
            return new Found.Chat(remember(phone, phone + "@c.us"));
        }
        JsonNode exists = answer.body().path("numberExists");
        if (!answer.ok() || !exists.isBoolean()) {
            return new Found.Unclear(reply);
        }
        if (!exists.booleanValue()) {
            return new Found.Nobody();
        }
        Optional<ChatAddress> address = ChatAddress.of(Wire.text(answer.body(), "chatId"));
        String chat = address.map(ChatAddress::chatId).orElse(phone + "@c.us");
        if (address.isPresent() && !address.get().digits().equals(Long.toString(phone))) {
            remember(chat, phone);
            told.accept(new EngineEvent.PersonKnown(person(phone, address.get())));
        }
        return new Found.Chat(remember(phone, chat));
    }

    /** Not every engine of WAHA offers the question; 404 with a session's name means something else. */
    private static boolean missing(Reply.Answer answer) {
        return answer.status() == 405
                || answer.status() == 501
                || (answer.status() == 404
                        && Wire.text(answer.body(), "message").startsWith("Cannot GET"));
    }

    private static Person person(long phone, ChatAddress address) {
        return address.hidden()
                ? address.person(OptionalLong.of(phone))
                : new Person(OptionalLong.of(phone), Optional.empty(), Optional.of(address.chatId()));
    }

    /** Whose chat this is, if it goes by a name that is not their phone number and they were asked about. */
    OptionalLong phoneOf(String chat) {
        synchronized (known) {
            Long phone = people.get(chat);
            return phone == null ? OptionalLong.empty() : OptionalLong.of(phone);
        }
    }

    private void remember(String chat, long phone) {
        synchronized (known) {
            people.put(chat, phone);
            forgetOldest(people);
        }
    }

    private @Nullable String remembered(long phone) {
        synchronized (known) {
            return known.get(phone);
        }
    }

    private String remember(long phone, String chat) {
        synchronized (known) {
            known.put(phone, chat);
            forgetOldest(known);
        }
        return chat;
    }

    private static void forgetOldest(Map<?, ?> map) {
        if (map.size() > REMEMBERED) {
            map.remove(map.keySet().iterator().next());
        }
    }
}
