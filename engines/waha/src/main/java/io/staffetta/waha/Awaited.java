package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks WAHA for receipts and for what people wrote, as long as no webhook brings them: by its list of all chats, or chat
 * by chat where it has none.
 */
final class Awaited {

    private static final Duration WEBHOOKS_SILENT = Duration.ofMinutes(10);
    /** Webhooks that came before and stay away may just have nothing to say. */
    private static final Duration WHILE_QUIET = Duration.ofMinutes(5);

    private static final Duration LOOKS = Duration.ofSeconds(10);
    private static final int CHATS_PER_LOOK = 16;

    private final boolean callable;
    private final Clock clock;
    private final WrittenTo written;
    private final OpenedChats opened;
    private final Overview overview;
    private volatile Instant lastWebhook = Instant.MIN;
    private volatile Instant lastSent = Instant.MIN;
    /** When the first message left that no webhook came after. */
    private volatile Instant unansweredSince = Instant.MIN;

    private Instant lastOverview = Instant.MIN;

    Awaited(WahaApi api, Notices notices, Clock clock, ChatMemory memory, Consumer<EngineEvent> told) {
        this.callable = api.settings().hook().flatMap(WahaSettings.Hook::url).isPresent();
        this.clock = clock;
        Telling telling = new Telling(notices, told);
        this.opened = new OpenedChats(api, telling);
        this.written = new WrittenTo(memory);
        this.overview = new Overview(api, telling, opened, written, memory);
    }

    /** A message went into this chat. */
    void sent(String chatId) {
        Instant now = clock.instant();
        written.sent(chatId, now);
        lastSent = now;
        if (!unansweredSince.isAfter(lastWebhook)) {
            unansweredSince = now;
        }
    }

    /** A genuine webhook came. */
    void webhookCame() {
        lastWebhook = clock.instant();
    }

    /** Asks for what is due. */
    void look() {
        Instant now = clock.instant();
        written.takeUp(now);
        overview.takeUp(now);
        boolean missed = missed(now);
        if (!missed && !lastWebhook.isBefore(now.minus(WEBHOOKS_SILENT))) {
            return;
        }
        Budget budget = Budget.of(LOOKS);
        if (!overview.offered(now)) {
            chatByChat(now, budget);
        } else if (missed || lastOverview.isBefore(now.minus(WHILE_QUIET))) {
            lastOverview = now;
            if (!overview.look(now, budget)) {
                chatByChat(now, budget);
            }
        }
    }

    /** Whether no webhook can come, or none came that should have. */
    private boolean missed(Instant now) {
        return !callable
                || (unansweredSince.isAfter(lastWebhook)
                        && !unansweredSince.plus(WrittenTo.FIRST_LOOK).isAfter(now)
                        && lastSent.plus(WrittenTo.GIVEN_UP).isAfter(now));
    }

    private void chatByChat(Instant now, Budget budget) {
        for (int i = 0; i < CHATS_PER_LOOK && budget.left(); i++) {
            Optional<String> chat = written.next(now);
            if (chat.isEmpty() || !opened.open(chat.get(), written.since(chat.get(), overview.since()))) {
                return;
            }
        }
    }
}
