package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.WebhookEngine;
import io.staffetta.server.session.EngineSettings.Kept;
import io.staffetta.server.session.Vault.ShutException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** What sessions are connected with: where their settings are kept, and how they are put together again. */
final class SettingsKeeping {

    private static final Logger log = LoggerFactory.getLogger(SettingsKeeping.class);

    /** What engines that are called from outside find the address of that under; no user can set it. */
    private static final String INBOUND_URL = "inboundUrl";

    private final Engines engines;
    private final SessionStore store;
    private final SecretSettings secrets;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final WebhookTokens tokens;
    private final AtomicLong generation = new AtomicLong();

    SettingsKeeping(
            Engines engines,
            SessionStore store,
            SecretSettings secrets,
            WebhookTokens tokens,
            TransactionTemplate transaction,
            Clock clock) {
        this.engines = engines;
        this.store = store;
        this.secrets = secrets;
        this.transaction = transaction;
        this.clock = clock;
        this.tokens = tokens;
    }

    /** Checks what a new session is given. */
    Kept first(long ownerId, NewSession wanted) {
        Engine engine = engines.require(wanted.engine());
        return engines.settings(ownerId, wanted.id(), engine).merge(Map.of(), wanted.settings());
    }

    /** Checks what a session is given over what it has. */
    Kept changed(Session session, Map<String, String> given) {
        Engine engine = engines.require(session.engine().name());
        return engines.settings(session.ownerId(), session.id(), engine).merge(own(session), given);
    }

    /** Keeps the secret part, in the transaction of whoever writes the session. */
    void keepSecrets(long ownerId, long sessionPk, Kept kept) {
        secrets.keep(ownerId, sessionPk, kept.secret(), clock.instant());
    }

    /** Everything that an engine is to know of a session. Secret. */
    Map<String, String> complete(Session session, Engine engine) throws ShutException {
        Map<String, String> own = new HashMap<>(session.engine().settings());
        own.putAll(secrets.load(session));
        Map<String, String> all =
                engines.settings(session.ownerId(), session.id(), engine).complete(own);
        String address = publicAddress();
        if (engine instanceof WebhookEngine && !address.isEmpty()) {
            all.put(INBOUND_URL, address + path(session));
        }
        return all;
    }

    /** The installation's address as others see it, without a slash at its end; empty if nobody said. */
    String publicAddress() {
        return engines.publicAddress();
    }

    /** Whether a session's engine is to hear of what happens from outside, and cannot; opens no secret. */
    boolean unreported(Session session) {
        return engines.find(session.engine().name())
                .filter(engine -> engine instanceof WebhookEngine called && !called.reportedTo(given(session, engine)))
                .isPresent();
    }

    private Set<String> given(Session session, Engine engine) {
        Set<String> names = new HashSet<>(engines.settings(session.ownerId(), session.id(), engine)
                .complete(session.engine().settings())
                .keySet());
        names.addAll(session.engine().secrets());
        if (!publicAddress().isEmpty()) {
            names.add(INBOUND_URL);
        }
        return names;
    }

    /** The secret path that the session's engine is called at. */
    String path(Session session) throws ShutException {
        return path(session, tokens.of(session, clock.instant()));
    }

    static String path(Session session, String token) {
        return "/inbound/" + session.engine().name() + "/" + token;
    }

    /** Something that sessions are connected with is another now. */
    void changed() {
        generation.incrementAndGet();
    }

    /** Another value after every change by this node. */
    long generation() {
        return generation.get();
    }

    /** Seals what engines call secret and was kept before anybody said so. */
    void sealOlder() {
        for (Engine engine : engines.all()) {
            Set<String> names = EngineSettings.secretNames(engine);
            List<Long> found = names.isEmpty() ? List.of() : store.keepingOpenly(engine.name(), names);
            for (Session session : store.all(found)) {
                seal(session, names);
            }
        }
    }

    private void seal(Session session, Set<String> names) {
        try {
            Map<String, String> open = new HashMap<>(session.engine().settings());
            Map<String, String> sealed = new HashMap<>();
            names.forEach(name -> {
                String value = open.remove(name);
                if (value != null && !value.isEmpty()) {
                    sealed.put(name, value);
                }
            });
            // What was sealed since then is newer.
            sealed.putAll(secrets.load(session));
            transaction.executeWithoutResult(status -> {
                if (store.lock(session)) {
                    store.keepOpen(session, open);
                    secrets.keep(session.ownerId(), session.pk(), sealed, clock.instant());
                }
            });
            log.info("session {}: its secret settings are sealed now", session.pk());
        } catch (ShutException e) {
            log.error(
                    "session {}: its secret settings cannot be sealed, what is sealed cannot be opened", session.pk());
        }
    }

    private Map<String, String> own(Session session) {
        Map<String, String> own = new HashMap<>(session.engine().settings());
        try {
            own.putAll(secrets.load(session));
        } catch (ShutException e) {
            Problem unreadable = new Problem(
                    Kind.CONFLICT, "settings_unreadable", "The secret settings of this session cannot be opened.");
            unreadable.initCause(e);
            throw unreadable;
        }
        return own;
    }
}
