package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.MessageTemplate;
import io.staffetta.core.engine.TemplateCatalog;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.server.session.Vault.ShutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The approved templates of sessions' accounts, remembered for a minute: asking costs the other side requests. Thread-safe.
 */
public final class SessionTemplates {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 1_000;

    private final SessionStore store;
    private final Engines engines;
    private final SettingsKeeping settings;
    private final Map<Long, Known> known = new ConcurrentHashMap<>();

    SessionTemplates(SessionStore store, Engines engines, SettingsKeeping settings) {
        this.store = store;
        this.engines = engines;
        this.settings = settings;
    }

    private record Known(List<MessageTemplate> templates, long readNanos, long generation) {}

    /** What the user's session of this key can do; empty if there is none, or its engine does not run here. */
    public Optional<Capabilities> capabilities(long ownerId, long sessionPk) {
        return store.find(ownerId, sessionPk)
                .flatMap(session -> engines.find(session.engine().name()))
                .map(Engine::capabilities);
    }

    /**
     * The same as {@link #list(Session)}, by the session's key.
     *
     * @throws Problem {@code session_not_found}, and as there
     */
    public List<MessageTemplate> list(long ownerId, long sessionPk) {
        return list(store.find(ownerId, sessionPk).orElseThrow(Sessions::notFound));
    }

    /**
     * All templates of the account behind a session, approved or not. May take ten seconds.
     *
     * @throws Problem {@code no_templates} if its engine knows none, {@code templates_need_setting} if the session
     *     lacks a setting that they are found by, {@code templates_unavailable} if they cannot be read
     */
    public List<MessageTemplate> list(Session session) {
        Optional<Engine> engine = engines.find(session.engine().name());
        if (engine.isEmpty() || !(engine.get() instanceof TemplateCatalog catalog)) {
            throw new Problem(Kind.CONFLICT, "no_templates", "The engine of this session knows no templates.");
        }
        long generation = settings.generation();
        Known remembered = known.get(session.pk());
        if (remembered != null
                && remembered.generation() == generation
                && System.nanoTime() - remembered.readNanos() < FRESH_NANOS) {
            return remembered.templates();
        }
        List<MessageTemplate> read = read(session, engine.get(), catalog);
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(session.pk(), new Known(read, System.nanoTime(), generation));
        return read;
    }

    /**
     * Everything that is known against a message made from an approved template: {@code template_unknown}, and the codes of
     * {@link MessageTemplate#flaws}.
     *
     * @param place what the details say of where it stands, besides the template's name and language
     */
    public static List<Problem> problems(
            List<MessageTemplate> known, TemplateMessage message, Optional<Media> media, Map<String, Object> place) {
        Optional<MessageTemplate> found = known.stream()
                .filter(template -> template.name().equals(message.name())
                        && template.language().equals(message.language()))
                .findFirst();
        List<String> codes =
                found.isEmpty() ? List.of("template_unknown") : found.get().flaws(message, media);
        Map<String, Object> details = new HashMap<>(place);
        details.put("template", message.name());
        details.put("language", message.language());
        return codes.stream()
                .map(code -> new Problem(
                        Kind.CONFLICT,
                        code,
                        "The other side would refuse the template " + message.name() + ".",
                        details))
                .toList();
    }

    private List<MessageTemplate> read(Session session, Engine engine, TemplateCatalog catalog) {
        try {
            Link link = new Link(session.engineKey(), settings.complete(session, engine), Optional.empty());
            return List.copyOf(catalog.templates(link, PATIENCE));
        } catch (IllegalStateException | ShutException e) {
            Problem unavailable = new Problem(
                    Kind.UNAVAILABLE,
                    "templates_unavailable",
                    "The templates of this session's account cannot be read now; try again.",
                    Map.of(
                            "reason",
                            e instanceof ShutException ? "settings_unreadable" : String.valueOf(e.getMessage())));
            unavailable.initCause(e);
            throw unavailable;
        }
    }
}
