package io.staffetta.waha;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Goes through WAHA's list of all chats, which begins with the one where something happened last, and opens those whose
 * last message is another one, or came further, than when it last went by. So it finds what people wrote who were never
 * written to. Receipts do not move a chat to the list's beginning: each look reads one page more of the rest in turn. One
 * look runs at a time.
 */
final class Overview {

    private static final int PAGE = 50;
    /** Read at the list's beginning, as long as each shows something new. */
    private static final int FIRST_PAGES = 4;

    private static final int OPENED_PER_LOOK = 16;
    private static final int MOST_MARKS = 20_000;
    private static final int LONGEST_ID = 128;
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(10);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);
    private static final Duration KEPT_ANEW = Duration.ofMinutes(10);

    private final WahaApi api;
    private final Telling telling;
    private final OpenedChats opened;
    private final WrittenTo written;
    private final ChatMemory memory;
    private final Map<String, Mark> marks = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private Instant since = Instant.MAX;
    private Instant newest = Instant.MIN;
    private Instant kept = Instant.MIN;
    private Instant keptAt = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private int rest;

    Overview(WahaApi api, Telling telling, OpenedChats opened, WrittenTo written, ChatMemory memory) {
        this.api = api;
        this.telling = telling;
        this.opened = opened;
        this.written = written;
        this.memory = memory;
    }

    /** What a chat's last message was, and how far it had come. */
    private record Mark(String messageId, OptionalInt ack, Instant at) {

        boolean says(Mark other) {
            return messageId.equals(other.messageId) && ack.equals(other.ack);
        }
    }

    /** What a page of the list showed. */
    private enum Page {
        /** Something new. */
        NEWS,
        /** Nothing new. */
        NO_NEWS,
        /** The end, or what is too old to be awaited. */
        LAST,
        /** Nothing: WAHA did not answer, or offers no such list. */
        NONE
    }

    /** Finds out up to when everything was heard before a restart. Only the first call does something. */
    void takeUp(Instant now) {
        if (since.isBefore(Instant.MAX)) {
            return;
        }
        Optional<Instant> before = memory.heardUntil();
        Instant oldest = now.minus(WrittenTo.GIVEN_UP);
        since = before.filter(oldest::isBefore).orElse(before.isPresent() ? oldest : now);
        if (before.isEmpty()) {
            memory.heardUntil(now);
        }
        keptAt = now;
        kept = since;
    }

    /** Since when what people write is news. */
    Instant since() {
        return since;
    }

    /** Whether WAHA has such a list, as far as is known, and did answer lately. */
    boolean offered(Instant now) {
        return !now.isBefore(notBefore);
    }

    /** Goes through the list's beginning and a page of its rest; false if there is no list to go through now. */
    boolean look(Instant now, Budget budget) {
        Page page = Page.NEWS;
        int offset = 0;
        for (int i = 0; i < FIRST_PAGES && page == Page.NEWS && (i == 0 || budget.left()); i++) {
            page = read(offset, now);
            offset += PAGE;
        }
        if (page == Page.NONE) {
            return false;
        }
        if (page == Page.LAST) {
            begunAnew(now);
        } else if (budget.left()) {
            readRest(Math.max(rest, offset), now);
        }
        openChanged(budget);
        note(now);
        return true;
    }

    private void readRest(int offset, Instant now) {
        switch (read(offset, now)) {
            case NEWS, NO_NEWS -> rest = offset + PAGE;
            case LAST -> begunAnew(now);
            case NONE -> {}
        }
    }

    private void begunAnew(Instant now) {
        rest = 0;
        marks.values().removeIf(mark -> mark.at().isBefore(now.minus(WrittenTo.GIVEN_UP)));
    }

    private Page read(int offset, Instant now) {
        Reply reply = api.get(api.ofSession("/chats/overview?limit=" + PAGE + "&offset=" + offset), OpenedChats.CALL);
        if (!(reply instanceof Reply.Answer answer)
                || !answer.ok()
                || !answer.body().isArray()) {
            boolean refused = reply instanceof Reply.Answer answer && (answer.ok() || missing(answer.status()));
            notBefore = now.plus(refused ? ASKED_AGAIN : AFTER_TROUBLE);
            return Page.NONE;
        }
        boolean news = false;
        boolean old = true;
        for (JsonNode chat : answer.body()) {
            Optional<Mark> mark = mark(chat, now);
            if (mark.isPresent() && !mark.get().at().isBefore(now.minus(WrittenTo.GIVEN_UP))) {
                old = false;
                news |= noticed(Wire.text(chat, "id"), mark.get(), chat.path("lastMessage"));
            }
        }
        return old || answer.body().size() < PAGE ? Page.LAST : news ? Page.NEWS : Page.NO_NEWS;
    }

    /** What the session's engine cannot do, or only with a store switched on, is refused in several ways. */
    private static boolean missing(int status) {
        return status == 400 || status == 404 || status == 405 || status == 501;
    }

    private static Optional<Mark> mark(JsonNode chat, Instant now) {
        JsonNode message = chat.path("lastMessage");
        return Wire.text(chat, "id").length() > LONGEST_ID
                ? Optional.empty()
                : Wire.messageId(message)
                        .map(id -> new Mark(id, Wire.ack(message), Wire.moment(message.path("timestamp"), now)));
    }

    /** True if it is news, even of a group that nobody is told of: there may be more of it on the next page. */
    private boolean noticed(String id, Mark mark, JsonNode message) {
        Mark before = marks.put(id, mark);
        if (before != null && before.says(mark)) {
            return false;
        }
        if (marks.size() > MOST_MARKS) {
            marks.remove(marks.keySet().iterator().next());
        }
        newest = mark.at().isAfter(newest) ? mark.at() : newest;
        ChatAddress.of(id).map(ChatAddress::chatId).ifPresent(chat -> {
            telling.tell(message, written.since(chat, since));
            if (before != null || !mark.at().isBefore(since.minus(Telling.SKEW)) || written.contains(chat)) {
                changed.add(chat);
            }
        });
        return true;
    }

    /** More than the last message may be new. */
    private void openChanged(Budget budget) {
        for (int i = 0; i < OPENED_PER_LOOK && !changed.isEmpty() && budget.left(); i++) {
            Iterator<String> next = changed.iterator();
            String chat = next.next();
            next.remove();
            if (!opened.open(chat, written.since(chat, since))) {
                changed.add(chat);
                return;
            }
        }
    }

    /** What happens seldom is written seldom. */
    private void note(Instant now) {
        if (changed.isEmpty() && newest.isAfter(kept) && !keptAt.plus(KEPT_ANEW).isAfter(now)) {
            memory.heardUntil(newest);
            kept = newest;
            keptAt = now;
        }
    }
}
