package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.WebhookEngine;
import io.staffetta.server.access.Caller;
import io.staffetta.server.session.Sessions.Records;
import io.staffetta.server.session.Vault.ShutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions whose engines are told things by calls from outside: the addresses they are called at, and how what they
 * hear reaches them. Thread-safe.
 */
public final class CalledSessions {

    private static final Logger log = LoggerFactory.getLogger(CalledSessions.class);

    private final SessionStore store;
    private final SettingsKeeping settings;
    private final WebhookTokens tokens;
    private final Supervisor supervisor;
    private final NodeLease lease;
    private final Engines engines;
    private final CalledCache cache;
    private final Records records;

    CalledSessions(
            SessionStore store,
            SettingsKeeping settings,
            WebhookTokens tokens,
            Supervisor supervisor,
            NodeLease lease,
            Engines engines,
            Records records) {
        this.store = store;
        this.settings = settings;
        this.tokens = tokens;
        this.supervisor = supervisor;
        this.lease = lease;
        this.engines = engines;
        this.records = records;
        this.cache = new CalledCache(settings::generation);
    }

    /**
     * A session that calls are taken for.
     *
     * @param link with the session's settings, without its credentials
     */
    public record Called(long sessionPk, long ownerId, WebhookEngine engine, Link link) {

        /** How calls of its engine name it, if they do. */
        public Optional<String> account() {
            return engine.account(link);
        }
    }

    /** The session of this engine that this token opens. */
    public Optional<Called> find(String engine, String token) {
        return cache.byToken(token, () -> tokens.session(token).flatMap(this::read))
                .filter(called -> called.engine().name().equals(engine));
    }

    /** The session of this key, if its engine is called from outside. */
    public Optional<Called> find(long sessionPk) {
        return cache.byKey(sessionPk, () -> read(sessionPk));
    }

    /** The session of the same owner and engine that calls name so. */
    public Optional<Called> ofAccount(Called caller, String account) {
        Map<String, Called> accounts = cache.accounts(
                caller.ownerId(),
                caller.engine().name(),
                () -> store.ofEngine(caller.ownerId(), caller.engine().name()).stream()
                        .map(this::called)
                        .flatMap(Optional::stream)
                        .toList());
        return Optional.ofNullable(accounts.get(account));
    }

    /** Under which name this node owns sessions in the database. */
    public UUID nodeId() {
        return lease.nodeId();
    }

    /** Whether this node owns the session now. */
    public boolean owned(long sessionPk) {
        return supervisor.find(sessionPk).isPresent() && !lease.over();
    }

    /**
     * Works in what was heard about a session, exactly as what its connection says. The stage ends when it is on disk, or
     * with what hindered that; events of a session of this node are worked in as they were handed over.
     */
    public CompletionStage<Void> hear(Called called, EngineEvent event) {
        return supervisor
                .find(called.sessionPk())
                .map(live -> supervisor.hearing().hear(live, event))
                .orElseGet(() -> supervisor.hearing().hearElsewhere(called.ownerId(), called.sessionPk(), event));
    }

    /** Whether the session's engine would be told things by calls from outside, and no such call can arrive. */
    public boolean unreported(Session session) {
        return settings.unreported(session);
    }

    /** The addresses of those of these sessions that are called, by their keys; as {@link #address}. */
    public Map<Long, String> addresses(List<Session> sessions) {
        List<Session> called = sessions.stream()
                .filter(session -> webhooks(session).isPresent())
                .toList();
        Map<Long, String> addresses = new HashMap<>();
        if (called.isEmpty()) {
            return addresses;
        }
        try {
            Map<Long, String> known = tokens.of(called);
            for (Session session : called) {
                String token = known.get(session.pk());
                if (token != null) {
                    addresses.put(session.pk(), settings.publicAddress() + SettingsKeeping.path(session, token));
                } else {
                    address(session).ifPresent(address -> addresses.put(session.pk(), address));
                }
            }
        } catch (ShutException e) {
            log.warn("addresses of sessions cannot be shown: what is sealed cannot be opened", e);
        }
        return addresses;
    }

    /**
     * The address that a session's engine is called at; secret. Empty if it is not called. Without the installation's
     * public address it begins with a slash.
     */
    public Optional<String> address(Session session) {
        if (webhooks(session).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(settings.publicAddress() + settings.path(session));
        } catch (ShutException e) {
            return Optional.empty();
        }
    }

    /**
     * Gives a session another address: what calls the one before gets no further.
     *
     * @throws Problem {@code session_not_found}, {@code not_called} if its engine is not called from outside
     */
    public Session renew(Caller caller, String id) {
        Session session = store.find(caller.ownerId(), id).orElseThrow(Sessions::notFound);
        if (address(session).isEmpty()) {
            throw new Problem(Kind.CONFLICT, "not_called", "The engine of this session is not called from outside.");
        }
        records.transaction().executeWithoutResult(status -> {
            tokens.renew(session, records.clock().instant());
            records.note(caller, session, "renew_webhook", Map.of());
        });
        settings.changed();
        return session;
    }

    private Optional<Called> read(long sessionPk) {
        return store.all(List.of(sessionPk)).stream().findFirst().flatMap(this::called);
    }

    private Optional<Called> called(Session session) {
        Optional<WebhookEngine> engine = webhooks(session);
        if (engine.isEmpty()) {
            return Optional.empty();
        }
        try {
            Link link = new Link(session.engineKey(), settings.complete(session, engine.get()), Optional.empty());
            return Optional.of(new Called(session.pk(), session.ownerId(), engine.get(), link));
        } catch (ShutException e) {
            log.warn("session {} cannot be called: what is sealed cannot be opened", session.pk());
            return Optional.empty();
        }
    }

    private Optional<WebhookEngine> webhooks(Session session) {
        return engines.find(session.engine().name())
                .filter(WebhookEngine.class::isInstance)
                .map(WebhookEngine.class::cast);
    }
}
