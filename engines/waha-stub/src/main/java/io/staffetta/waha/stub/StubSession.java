package io.staffetta.waha.stub;

import java.net.http.HttpClient;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One session of the stub. */
final class StubSession {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

    final String name;
    private final StubHooks hooks;
    private final Map<String, List<StubMessage>> chats = new LinkedHashMap<>();
    private final Deque<Mood> moods = new ArrayDeque<>();
    private JsonNode config;
    private String status = "STOPPED";
    private @Nullable String phone;
    private String pushName = "";
    private String qr = "";
    private StubBehaviour behaviour = StubBehaviour.GOOD;

    StubSession(String name, JsonNode config, HttpClient http) {
        this.name = name;
        this.config = config;
        this.hooks = new StubHooks(http);
    }

    /** What outlives the stub's process. */
    record Kept(String name, JsonNode config, String phone, String pushName, boolean running) {}

    synchronized Kept kept() {
        return new Kept(name, config, phone == null ? "" : phone, pushName, !status.equals("STOPPED"));
    }

    synchronized void restore(Kept kept) {
        phone = kept.phone().isEmpty() ? null : kept.phone();
        pushName = kept.pushName();
        if (kept.running()) {
            start();
        }
    }

    synchronized String status() {
        return status;
    }

    synchronized StubBehaviour behaviour() {
        return behaviour;
    }

    synchronized void behave(StubBehaviour other) {
        behaviour = other;
    }

    synchronized void expect(List<Mood> more) {
        moods.addAll(more);
    }

    synchronized Mood nextMood() {
        Mood next = moods.poll();
        return next == null ? Mood.ACCEPT : next;
    }

    synchronized void configure(JsonNode fresh) {
        config = fresh;
        if (!status.equals("STOPPED")) {
            restart();
        }
    }

    synchronized void start() {
        if (status.equals("STOPPED") || status.equals("FAILED")) {
            restart();
        }
    }

    synchronized void restart() {
        to("STARTING");
        if (phone == null) {
            rotate();
        } else {
            to("WORKING");
        }
    }

    synchronized void to(String next) {
        status = next;
        ObjectNode payload = JSON.createObjectNode().put("name", name).put("status", next);
        payload.putArray("statuses");
        report("session.status", payload);
    }

    synchronized void rotate() {
        qr = "2@" + Long.toHexString(SERIAL.incrementAndGet()) + ",stub," + name;
        to("SCAN_QR_CODE");
    }

    synchronized String qr() {
        return qr;
    }

    synchronized void link(String byPhone, String asName) {
        phone = byPhone;
        pushName = asName;
        to("STARTING");
        to("WORKING");
    }

    synchronized void unlink() {
        phone = null;
        rotate();
    }

    synchronized void logOut() {
        phone = null;
        if (!status.equals("STOPPED")) {
            rotate();
        }
    }

    synchronized @Nullable ObjectNode me() {
        return phone == null
                ? null
                : JSON.createObjectNode().put("id", phone + "@c.us").put("pushName", pushName);
    }

    synchronized ObjectNode shown() {
        ObjectNode shown = JSON.createObjectNode().put("name", name).put("status", status);
        shown.set("config", config);
        shown.set("me", me());
        shown.putObject("presence");
        shown.putObject("timestamps").putNull("activity");
        return shown;
    }

    /** A message of ours goes to WhatsApp; its reports follow. */
    synchronized StubMessage take(String chatId, String id, String text) {
        StubMessage message =
                new StubMessage(id, chatId, true, text, Instant.now().getEpochSecond(), 0);
        add(message);
        report("message.any", json(message));
        List<Integer> levels = new ArrayList<>(behaviour.acks());
        int highest = levels.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (behaviour.reversed()) {
            levels = levels.reversed();
        }
        for (int level : levels) {
            acknowledged(message.at(level));
        }
        replace(message.at(highest));
        return message;
    }

    /** A message of ours that was taken came further. */
    synchronized void advance(String id, int level) {
        chats.values().stream()
                .flatMap(List::stream)
                .filter(message -> message.id().equals(id))
                .findFirst()
                .ifPresent(message -> {
                    replace(message.at(level));
                    acknowledged(message.at(level));
                });
    }

    /** Somebody writes to the session. */
    synchronized StubMessage hear(String from, String text) {
        StubMessage message = new StubMessage(
                "IN" + Long.toHexString(SERIAL.incrementAndGet()).toUpperCase(Locale.ROOT),
                from,
                false,
                text,
                Instant.now().getEpochSecond(),
                null);
        add(message);
        report("message", json(message));
        report("message.any", json(message));
        return message;
    }

    synchronized List<StubMessage> in(String chatId, int limit) {
        List<StubMessage> all = messages(chatId).reversed();
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    /** The last messages of all chats, the latest first. */
    synchronized List<StubMessage> overview(int limit, int offset) {
        return List.copyOf(chats.values()).reversed().stream()
                .filter(messages -> !messages.isEmpty())
                .map(List::getLast)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    synchronized Optional<StubMessage> find(String chatId, String id) {
        return messages(chatId).stream()
                .filter(message -> message.id().equals(id))
                .findFirst();
    }

    /** Messages that a former process took; what became of them since nobody saw. */
    synchronized void remember(StubLedger.Entry entry) {
        add(new StubMessage(
                entry.id(), entry.chatId(), true, entry.text(), Instant.now().getEpochSecond(), 1));
    }

    void close() {
        hooks.close();
    }

    ObjectNode json(StubMessage message) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", message.fullId())
                .put("timestamp", message.timestamp())
                .put("from", message.chatId())
                .put("fromMe", message.fromMe())
                .put("body", message.body())
                .put("hasMedia", false)
                .put("ack", message.ack())
                .put("ackName", message.ack() == null ? "UNKNOWN" : "ACK");
        json.putNull("replyTo");
        return json;
    }

    private void acknowledged(StubMessage message) {
        ObjectNode payload = JSON.createObjectNode()
                .put("id", message.fullId())
                .put("from", message.chatId())
                .put("fromMe", true)
                .put("ack", message.ack())
                .put("ackName", "ACK");
        report("message.ack", payload);
    }

    private void replace(StubMessage message) {
        messages(message.chatId()).replaceAll(known -> known.id().equals(message.id()) ? message : known);
    }

    /** Its chat is the last that something happened in. */
    private void add(StubMessage message) {
        List<StubMessage> messages = messages(message.chatId());
        messages.add(message);
        chats.remove(message.chatId());
        chats.put(message.chatId(), messages);
    }

    private List<StubMessage> messages(String chatId) {
        return chats.computeIfAbsent(chatId, key -> new ArrayList<>());
    }

    private void report(String event, ObjectNode payload) {
        if (!behaviour.reports()) {
            return;
        }
        ObjectNode envelope = JSON.createObjectNode()
                .put("id", "evt_" + Long.toHexString(SERIAL.incrementAndGet()))
                .put("timestamp", System.currentTimeMillis())
                .put("event", event)
                .put("session", name);
        envelope.set("me", me());
        envelope.set("payload", payload);
        envelope.put("engine", "GOWS");
        String body = JSON.writeValueAsString(envelope);
        for (JsonNode webhook : config.path("webhooks")) {
            if (webhook.path("events").values().stream()
                    .anyMatch(name -> name.asString("").equals(event))) {
                hooks.deliver(webhook, body);
                if (behaviour.duplicates()) {
                    hooks.deliver(webhook, body);
                }
            }
        }
    }
}
