package io.staffetta.server.pigeon;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Capabilities.Content;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.MediaStore;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.Setting;
import io.staffetta.core.engine.TemplateCatalog;
import io.staffetta.core.engine.WebhookCheck;
import io.staffetta.core.engine.WebhookEngine;
import io.staffetta.core.engine.WebhookReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Carries messages to nowhere, and notes them. Its sessions are ready at once, as the number in their settings. */
public final class PigeonEngine implements WebhookEngine, TemplateCatalog, MediaStore {

    /** What it was given to send, in order. */
    public final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();

    /** The links it was opened with, in order. */
    public final List<Link> links = new CopyOnWriteArrayList<>();

    /** Whether its sessions are ready as soon as they connect. */
    public volatile boolean ready = true;

    /** The templates of all its accounts. */
    public volatile List<MessageTemplate> templates = List.of(template("invito", MessageTemplate.APPROVED, "1"));

    /** What its messages may be made of besides text. */
    public volatile Set<Content> carries = Set.of(Content.values());

    /** The settings without which nothing can be reported to it. */
    public volatile Set<String> reportsNeed = Set.of();

    /** The names of the files it was handed, in order. */
    public final List<String> files = new CopyOnWriteArrayList<>();

    /** What it says to a file instead of taking it; empty: it takes it. */
    public volatile String refusesFiles = "";

    /** How it answers a message. */
    public volatile Function<OutboundMessage, SendOutcome> answer =
            message -> new SendOutcome.Accepted("pigeon-" + message.attemptId());

    /** Its open connections, by the keys of their sessions. */
    public final Map<String, PigeonConnection> connections = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "pigeon";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(false, false, false, 20, true, true, false, false, carries);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting("phone", false, true, "the number it sends from"),
                new Setting("loft", false, false, "where it lives"),
                new Setting("token", true, true, "what opens its cage", Optional.of("PIGEON_TOKEN_")),
                new Setting("seal", true, false, "what it signs with"));
    }

    @Override
    public void check(Map<String, String> settings) {
        if (!settings.get("phone").matches("[0-9]{8,15}")) {
            throw Setting.invalid("phone", "it is no number");
        }
    }

    @Override
    public WebhookCheck check(Link link, InboundCall call) {
        return PigeonPost.check(link, call);
    }

    @Override
    public boolean reportedTo(Set<String> given) {
        return given.containsAll(reportsNeed);
    }

    @Override
    public WebhookReading read(Link link, byte[] body) {
        return PigeonPost.read(body);
    }

    @Override
    public List<MessageTemplate> templates(Link link, Duration timeout) {
        return templates;
    }

    @Override
    public String upload(Link link, String fileName, String mediaType, byte[] content, Duration timeout) {
        if (!refusesFiles.isEmpty()) {
            throw new IllegalStateException(refusesFiles);
        }
        files.add(fileName + " " + mediaType + " " + content.length);
        return "pigeon-file-" + fileName;
    }

    /** A template in Italian with these places in its body. */
    public static MessageTemplate template(String name, String status, String... places) {
        return new MessageTemplate(
                "id-" + name,
                name,
                "it",
                "MARKETING",
                status,
                MessageTemplate.Header.NONE,
                "Ciao",
                List.of(places),
                List.of(),
                Optional.empty(),
                List.of());
    }

    @Override
    public Optional<String> account(Link link) {
        return Optional.ofNullable(link.settings().get("phone"));
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        links.add(link);
        PigeonConnection connection = new PigeonConnection(this, link, listener);
        connections.put(link.sessionKey(), connection);
        return connection;
    }
}
