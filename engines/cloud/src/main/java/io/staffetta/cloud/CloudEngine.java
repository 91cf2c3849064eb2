package io.staffetta.cloud;

import io.staffetta.cloud.CloudConnection.Surroundings;
import io.staffetta.core.Problem;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Capabilities.Content;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.MediaStore;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.core.engine.Setting;
import io.staffetta.core.engine.TemplateCatalog;
import io.staffetta.core.engine.WebhookCheck;
import io.staffetta.core.engine.WebhookEngine;
import io.staffetta.core.engine.WebhookReading;
import io.staffetta.wire.OutboundHttp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Meta's WhatsApp Business Cloud API. Settings: {@code phoneNumberId}, {@code token}, {@code appSecret} and
 * {@code verifyToken}; {@code businessAccountId} for templates; {@code apiVersion}, {@code baseUrl} and
 * {@code messagesPerSecond} where they differ from Meta's. Thread-safe; holds no connection open.
 */
public final class CloudEngine implements WebhookEngine, TemplateCatalog, MediaStore, AutoCloseable {

    /** So many at once keep a number with 1,000 messages a second busy if Meta answers within 80 ms. */
    private static final int IN_FLIGHT = 80;

    private static final int MOST_NUMBERS = 20_000;
    private static final int MOST_CHATS = 100_000;

    private static final Capabilities CAPABILITIES =
            new Capabilities(false, false, false, IN_FLIGHT, true, true, false, false, Set.of(Content.values()));

    private final Surroundings around;
    private final Line.Book lines = new Line.Book(MOST_NUMBERS);
    private final WebhookReader reader;
    private final TemplateList templates;
    private final MediaUpload media;

    /**
     * An engine that calls Meta this way.
     *
     * @param clock real time
     * @param random spreads looks over time; nothing secret comes of it
     */
    public CloudEngine(OutboundHttp http, Clock clock, RandomGenerator random) {
        Graph graph = new Graph(http, clock);
        LastHeard heard = new LastHeard(MOST_CHATS);
        Displayed displayed = new Displayed(MOST_NUMBERS);
        this.around = new Surroundings(graph, new Rounds(random), heard, displayed, clock, System::nanoTime);
        this.reader = new WebhookReader(clock, heard, displayed);
        this.templates = new TemplateList(graph);
        this.media = new MediaUpload(graph, random);
    }

    @Override
    public String name() {
        return "cloud";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public boolean linksPhones() {
        return false;
    }

    @Override
    public List<Setting> settings() {
        return CloudSettings.ALL;
    }

    @Override
    public void check(Map<String, String> settings) {
        CloudSettings.of(settings);
    }

    /**
     * Prepares a number's connection.
     *
     * @throws Problem {@code invalid_setting}
     */
    @Override
    public Connection open(Link link, EngineListener listener) {
        CloudSettings settings = CloudSettings.of(link.settings());
        return new CloudConnection(
                settings, around, lines.of(settings.phoneNumberId(), settings.appSecret()), listener);
    }

    @Override
    public WebhookCheck check(Link link, InboundCall call) {
        try {
            return WebhookSignature.check(CloudSettings.of(link.settings()), call);
        } catch (Problem e) {
            return new WebhookCheck.Forged("settings");
        }
    }

    /** Where the other side asks for patience, it gets it from the numbers of the app that says so. */
    @Override
    public WebhookReading read(Link link, byte[] body) {
        String app = link.settings().getOrDefault("appSecret", "").strip();
        return reader.read(
                body,
                plea -> lines.find(plea.account(), app)
                        .ifPresent(line -> plea.heed(line, around.nanos().getAsLong())));
    }

    /** Meta's id of the phone number: one app's webhook speaks of all its numbers. */
    @Override
    public Optional<String> account(Link link) {
        return Optional.ofNullable(link.settings().get("phoneNumberId")).map(String::strip);
    }

    @Override
    public List<MessageTemplate> templates(Link link, Duration timeout) {
        return templates.read(CloudSettings.of(link.settings()), timeout);
    }

    @Override
    public String upload(Link link, String fileName, String mediaType, byte[] content, Duration timeout) {
        return media.upload(CloudSettings.of(link.settings()), fileName, mediaType, content, timeout);
    }

    /** Ends the looks at all numbers. */
    @Override
    public void close() {
        around.rounds().close();
    }
}
