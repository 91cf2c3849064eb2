package io.staffetta.waha;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.InboundCall;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.Setting;
import io.staffetta.core.engine.WebhookCheck;
import io.staffetta.core.engine.WebhookEngine;
import io.staffetta.core.engine.WebhookReading;
import io.staffetta.wire.OutboundHttp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The engine that carries sessions through WAHA servers, which their users run. */
public final class WahaEngine implements WebhookEngine, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WahaEngine.class);

    private final Parts parts;
    private final Map<String, WahaConnection> open = new ConcurrentHashMap<>();
    /** The sessions that the log named. */
    private final Set<String> unreported = ConcurrentHashMap.newKeySet();

    /** What all connections share. */
    record Parts(OutboundHttp http, JsonMapper json, Clock clock, Notices notices, Pulse pulse) {}

    /**
     * An engine that calls WAHA this way.
     *
     * @param clock real time
     * @param random spreads the looks of many sessions
     */
    public WahaEngine(OutboundHttp http, Clock clock, RandomGenerator random) {
        this.parts = new Parts(http, Json.MAPPER, clock, new Notices(Json.MAPPER, clock), new Pulse(random));
    }

    @Override
    public String name() {
        return "waha";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true, true, true, 1, true, false, true, false);
    }

    @Override
    public List<Setting> settings() {
        return WahaSettings.ALL;
    }

    @Override
    public void check(Map<String, String> settings) {
        WahaSettings.check(settings);
    }

    @Override
    public boolean reportedTo(Set<String> given) {
        return WahaSettings.reported(given);
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        WahaConnection connection = new WahaConnection(this, parts, link, listener);
        open.put(link.sessionKey(), connection);
        if (!reportedTo(link.settings().keySet()) && unreported.add(link.sessionKey())) {
            log.warn(
                    "{}: no webhook can arrive, answers and receipts are asked for: set staffetta.public-url, and a key",
                    link.sessionKey());
        }
        return connection;
    }

    @Override
    public WebhookCheck check(Link link, InboundCall call) {
        if (!call.method().equals("POST")) {
            return new WebhookCheck.Forged("not_a_post");
        }
        Optional<WahaSettings.Hook> hook;
        try {
            hook = WahaSettings.of(link).hook();
        } catch (Problem e) {
            return new WebhookCheck.Forged("no_settings");
        }
        if (hook.isEmpty()) {
            return new WebhookCheck.Forged("no_hmac_key");
        }
        return Signature.fits(hook.get().key(), call.body(), call.headers().get("x-webhook-hmac"))
                ? new WebhookCheck.Genuine(Optional.of(Signature.fingerprint(call.body())))
                : new WebhookCheck.Forged("wrong_signature");
    }

    /** Says what became of messages. Word of a session's status only makes its connection look at once. */
    @Override
    public WebhookReading read(Link link, byte[] body) {
        Notice notice = parts.notices().read(WahaSettings.of(link).session(), body);
        WahaConnection connection = open.get(link.sessionKey());
        if (connection != null && !(notice instanceof Notice.Strange)) {
            connection.heard(notice);
        }
        return switch (notice) {
            case Notice.Said(List<EngineEvent> events) ->
                new WebhookReading(
                        events.stream()
                                .map(event -> connection == null ? event : connection.named(event))
                                .map(event -> new WebhookReading.Heard(Optional.empty(), event))
                                .toList(),
                        List.of());
            case Notice.Strange(String why) -> new WebhookReading(List.of(), List.of(why));
            case Notice.StatusChanged _, Notice.Nothing _ -> new WebhookReading(List.of(), List.of());
        };
    }

    /** Looks at no session any more. */
    @Override
    public void close() {
        List.copyOf(open.values()).forEach(WahaConnection::close);
        parts.pulse().close();
    }

    OutboundHttp http() {
        return parts.http();
    }

    void closed(WahaConnection connection) {
        open.remove(connection.sessionKey(), connection);
    }
}
