package io.staffetta.baileys;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.Picture;
import io.staffetta.core.engine.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One session's share of the sidecar. Its monitor guards where it stands; nothing is told or waited for under it. */
final class BaileysConnection implements Connection {

    private final Sidecar sidecar;
    private final EngineListener listener;
    private final KeyDesk keys;
    private final MediaDesk media;
    private final Clock clock;
    private final Words words;
    // Of the present attempt to be connected; 0 before the first.
    private long number;
    private @Nullable Child child;
    private @Nullable Credentials credentials;
    private boolean preparing;
    private boolean leaving;
    private boolean closed;
    private Instant lastProofOfLife;

    BaileysConnection(Sidecar sidecar, MediaDesk media, Link link, EngineListener listener, Clock clock) {
        this.sidecar = sidecar;
        this.listener = listener;
        this.keys = new KeyDesk(link.keys());
        this.media = media;
        this.clock = clock;
        this.words = new Words(clock);
        this.credentials = link.credentials().orElse(null);
        this.lastProofOfLife = Instant.EPOCH;
    }

    @Override
    public void connect() {
        synchronized (this) {
            if (closed) {
                return;
            }
            preparing = true;
        }
        sidecar.whenUp(this);
    }

    @Override
    public void refresh() {
        if (!post("refresh", Map.of())) {
            connect();
        }
    }

    /** There is a child: connect over it. */
    void carryOver(Child over) {
        synchronized (this) {
            preparing = false;
            if (closed) {
                return;
            }
            leaveFormer();
            number = sidecar.newNumber(this);
            child = over;
            Credentials kept = credentials;
            Map<String, Object> open = new HashMap<>(Map.of("op", "open", "s", number));
            if (kept == null) {
                keys.clear();
            } else {
                open.put("creds", new String(kept.bytes(), StandardCharsets.UTF_8));
            }
            over.post(open);
            over.post(Map.of("op", "connect", "s", number));
            if (leaving) {
                over.post(Map.of("op", "logOut", "s", number));
            }
        }
        if (!over.isOpen()) {
            lose(over);
        }
    }

    /** Whoever waits for an answer still gets it. */
    private void leaveFormer() {
        Child former = child;
        if (former != null) {
            sidecar.forget(number);
            former.post(Map.of("op", "close", "s", number));
        }
    }

    /** There is no child, and why. */
    void unavailable(UnavailableException why) {
        synchronized (this) {
            preparing = false;
            if (closed) {
                return;
            }
        }
        listener.on(why.isPassing() ? new EngineEvent.Disconnected(why.code()) : new EngineEvent.Failed(why.code()));
    }

    /** This child is gone. */
    void lose(Child gone) {
        synchronized (this) {
            if (child != gone || closed) {
                return;
            }
            child = null;
            sidecar.forget(number);
        }
        listener.on(new EngineEvent.Disconnected("sidecar_died"));
    }

    /** The other side was heard just now. */
    synchronized void heard() {
        lastProofOfLife = clock.instant();
    }

    /** The child says something to the attempt of this number. */
    void told(Child by, long to, String event, JsonNode message) {
        synchronized (this) {
            if (closed || by != child || to != number) {
                return;
            }
        }
        if (event.equals("load") || event.equals("keep")) {
            keys.asked(by, event, message);
        } else {
            CompletionStage<Void> kept = words.event(event, message)
                    .map(this::tell)
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
            long question = Fields.number(message, "n");
            if (question > 0) {
                var _ = kept.whenComplete((nothing, failure) -> by.post(answer(question, failure == null)));
            }
        }
    }

    /** Without values it was not kept, and is not to be confirmed to WhatsApp. */
    private static Map<String, ?> answer(long question, boolean kept) {
        return kept ? Map.of("op", "kept", "n", question, "values", Map.of()) : Map.of("op", "kept", "n", question);
    }

    private CompletionStage<Void> tell(EngineEvent event) {
        synchronized (this) {
            switch (event) {
                case EngineEvent.CredentialsChanged(Credentials changed) -> credentials = changed;
                case EngineEvent.LoggedOut ended -> {
                    credentials = null;
                    end();
                }
                case EngineEvent.Disconnected ended -> end();
                case EngineEvent.Banned ended -> end();
                case EngineEvent.Replaced ended -> end();
                case EngineEvent.Failed ended -> end();
                default -> lastProofOfLife = clock.instant();
            }
        }
        return listener.take(event);
    }

    private void end() {
        leaveFormer();
        child = null;
    }

    @Override
    public void requestPairingCode(long phone) {
        post("code", Map.of("phone", Long.toString(phone)));
    }

    @Override
    public void seen(long phone, Duration timeout) {
        call("seen", Map.of("phone", Long.toString(phone)), timeout);
    }

    @Override
    public void typing(long phone, boolean shown, Duration timeout) {
        call("typing", Map.of("phone", Long.toString(phone), "shown", shown), timeout);
    }

    @Override
    public SendOutcome send(OutboundMessage message, Duration timeout) {
        return message.media()
                .map(wanted -> media.send(wanted, timeout, (file, left) -> send(message, file, left)))
                .orElseGet(() -> send(message, Map.of(), timeout));
    }

    private SendOutcome send(OutboundMessage message, Map<String, Object> file, Duration timeout) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "phone", Long.toString(message.phone()),
                "id", message.messageId(),
                "text", message.text(),
                // It answers before we stop listening.
                "ms", timeout.toMillis() * 9 / 10));
        if (!file.isEmpty()) {
            fields.put("media", file);
        }
        return Words.outcome(call("send", fields, timeout), message.messageId());
    }

    @Override
    public Optional<Picture> ownPicture(Duration timeout) {
        Duration half = timeout.dividedBy(2);
        if (!(call("picture", Map.of(), half) instanceof Calls.Answered(JsonNode value))) {
            throw new IllegalStateException("WhatsApp does not show the picture");
        }
        return Fields.text(value, "url", MediaDesk.LONGEST_ADDRESS).flatMap(url -> media.picture(url, half));
    }

    @Override
    public Evidence lookUp(String messageId, Duration timeout) {
        return Words.evidence(call("lookUp", Map.of("id", messageId), timeout));
    }

    @Override
    public void logOut() {
        synchronized (this) {
            leaving = true;
        }
        keys.leave();
        post("logOut", Map.of());
    }

    @Override
    public synchronized Instant lastProofOfLife() {
        // While it is installed or started, that is what is waited for.
        return preparing ? clock.instant() : lastProofOfLife;
    }

    @Override
    public void close() {
        Child former;
        synchronized (this) {
            closed = true;
            former = child;
            end();
        }
        if (former != null) {
            former.forget(number);
        }
    }

    private Calls.Result call(String operation, Map<String, ?> fields, Duration timeout) {
        Child over;
        Map<String, Object> message = new HashMap<>(fields);
        synchronized (this) {
            over = child;
            message.put("op", operation);
            message.put("s", number);
        }
        return over == null || number(message) == 0
                ? new Calls.Unanswered(false, "not_connected")
                : over.call(number(message), message, timeout);
    }

    private static long number(Map<String, Object> message) {
        return message.get("s") instanceof Long number ? number : 0;
    }

    private synchronized boolean post(String operation, Map<String, ?> fields) {
        Child over = child;
        if (over == null) {
            return false;
        }
        Map<String, Object> message = new HashMap<>(fields);
        message.put("op", operation);
        message.put("s", number);
        over.post(message);
        return true;
    }
}
