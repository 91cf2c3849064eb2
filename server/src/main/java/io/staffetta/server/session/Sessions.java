package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Lanes;
import io.staffetta.server.queue.SessionTaken;
import io.staffetta.server.session.EngineSettings.Kept;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The sessions of users: creation, settings, deletion and look-up. A session of another user is answered as one that does
 * not exist. Thread-safe.
 */
public final class Sessions {

    private final SessionStore store;
    private final UsageQuery usage;
    private final SessionOwners owners;
    private final NodeLease lease;
    private final Supervisor supervisor;
    private final Reach reach;
    private final Engines engines;
    private final SettingsKeeping settings;
    private final Records records;
    private final List<SessionRemoval> removals;

    Sessions(
            SessionStore store,
            UsageQuery usage,
            SessionOwners owners,
            NodeLease lease,
            Supervisor supervisor,
            Reach reach,
            Engines engines,
            SettingsKeeping settings,
            Records records,
            List<SessionRemoval> removals) {
        this.store = store;
        this.usage = usage;
        this.owners = owners;
        this.lease = lease;
        this.supervisor = supervisor;
        this.reach = reach;
        this.engines = engines;
        this.settings = settings;
        this.records = records;
        this.removals = removals;
    }

    /** What is written along with a session. */
    record Records(
            TransactionTemplate transaction,
            Lanes lanes,
            EventLog events,
            Audit audit,
            Clock clock,
            EnvironmentSettings environment) {

        void note(Caller caller, Session session, String deed, Map<String, ?> detail) {
            audit.record(caller, "session." + deed, "session:" + session.id(), detail);
        }
    }

    /**
     * Creates a session and begins pairing it.
     *
     * @throws Problem {@code invalid_session_id}, {@code reserved_session_id}, {@code session_exists},
     *     {@code unknown_engine}, {@code unknown_setting}, {@code missing_setting}, {@code invalid_setting}, and
     *     {@code node_not_ready} while the database is away
     */
    public Session create(Caller caller, NewSession wanted) {
        SessionRules.check(wanted);
        Engine engine = engines.require(wanted.engine());
        Kept kept = settings.first(caller.ownerId(), wanted);
        NodeLease.Held held = Optional.ofNullable(lease.held())
                .orElseThrow(() -> new Problem(
                        Kind.UNAVAILABLE, "node_not_ready", "This node is not ready for sessions yet; try again."));
        SessionTaken taken = records.transaction()
                .execute(status -> insert(caller, wanted.withSettings(kept.open()), kept, engine, held));
        if (taken == null) {
            throw new IllegalStateException("a session was created without an owner");
        }
        Session session = store.find(caller.ownerId(), taken.sessionPk()).orElseThrow(Sessions::notFound);
        supervisor.tell(supervisor.adopt(session, taken.epoch()), Command.RESTART);
        return session;
    }

    private SessionTaken insert(Caller caller, NewSession wanted, Kept kept, Engine engine, NodeLease.Held held) {
        Capabilities can = engine.capabilities();
        UUID home = engine.portable() ? null : lease.nodeId();
        long pk = store.insert(
                        caller.ownerId(), wanted, can, home, records.clock().instant())
                .orElseThrow(() -> new Problem(
                        Kind.CONFLICT,
                        "session_exists",
                        "There is a session \"" + wanted.id() + "\" already.",
                        Map.of("id", wanted.id())));
        settings.keepSecrets(caller.ownerId(), pk, kept);
        records.environment().atCreation(caller.ownerId(), wanted.id()).ifPresent(given -> begin(caller, pk, given));
        records.lanes().openDirect(caller.ownerId(), pk, can.simulated());
        record(pk, caller, "created");
        records.audit().record(caller, "session.create", "session:" + wanted.id(), Map.of("engine", wanted.engine()));
        return owners.begin(pk, lease.nodeId(), held.epoch());
    }

    private void begin(Caller caller, long pk, SessionChange given) {
        SessionRules.check(given);
        Session made = store.find(caller.ownerId(), pk).orElseThrow(Sessions::notFound);
        store.change(made, given, ownNumber(made, given), records.clock().instant());
    }

    private void record(long pk, Caller caller, String phase) {
        records.events().append(Event.session(records.clock().instant(), caller.ownerId(), pk, phase, null, null));
    }

    /** The user's session of this id. */
    public Optional<Session> find(long ownerId, String id) {
        return store.find(ownerId, id);
    }

    /** The user's session of this key. */
    public Optional<Session> find(long ownerId, long sessionPk) {
        return store.find(ownerId, sessionPk);
    }

    /**
     * The user's session of this id.
     *
     * @throws Problem {@code session_not_found}
     */
    public Session require(long ownerId, String id) {
        return find(ownerId, id).orElseThrow(Sessions::notFound);
    }

    /**
     * A part of the user's sessions, oldest first.
     *
     * @param after the key of the session to go on after; 0 for the start
     */
    public List<Session> list(long ownerId, SessionFilter filter, long after, int limit) {
        return store.list(ownerId, filter, after, limit);
    }

    /** How many sessions there are, of all users. */
    public int total() {
        return store.total();
    }

    /** Those of these sessions that are the user's, in order of age. */
    public List<Session> list(long ownerId, Collection<Long> sessionPks) {
        return store.all(sessionPks).stream()
                .filter(session -> session.ownerId() == ownerId)
                .toList();
    }

    /** Where these sessions of the user's come from, by their keys. */
    public Map<Long, SessionOrigin> origins(long ownerId, Collection<Long> sessionPks) {
        return store.origins(ownerId, sessionPks);
    }

    /** How much these sessions' numbers have sent, by the sessions' keys. */
    public Map<Long, Usage> usage(List<Session> sessions) {
        return usage.of(sessions);
    }

    /** The ids of those of these sessions that are the user's, by their keys. */
    public Map<Long, String> ids(long ownerId, Collection<Long> sessionPks) {
        return store.ids(ownerId, sessionPks);
    }

    /**
     * Changes what a user may change; holds from the next message on.
     *
     * @throws Problem {@code session_not_found} and {@code invalid_…}
     */
    public Session change(Caller caller, String id, SessionChange change) {
        SessionRules.check(change);
        Session session = require(caller.ownerId(), id);
        Long ownNumber = ownNumber(session, change);
        records.transaction().executeWithoutResult(status -> {
            store.change(
                    session, keep(session, change), ownNumber, records.clock().instant());
            records.note(caller, session, "change", Map.of());
        });
        settings.changed();
        Session fresh = require(caller.ownerId(), id);
        reach.configure(fresh);
        return fresh;
    }

    /** Keeps the secret part of its settings elsewhere; under the session's lock, since settings are merged. */
    private SessionChange keep(Session session, SessionChange change) {
        Map<String, String> given = change.settings();
        if (given == null) {
            return change;
        }
        if (!store.lock(session)) {
            throw notFound();
        }
        Kept kept = settings.changed(require(session.ownerId(), session.id()), given);
        settings.keepSecrets(session.ownerId(), session.pk(), kept);
        return change.withSettings(kept.open());
    }

    private static @Nullable Long ownNumber(Session session, SessionChange change) {
        String written = change.ownNumber();
        if (written == null) {
            return null;
        }
        String country = change.country() == null ? session.preferences().country() : change.country();
        return PhoneNumber.parse(written, country, session.engine().simulated()).e164();
    }

    /**
     * Deletes a session and gives its link up: its campaigns pause, its direct messages are skipped, what its number has
     * sent goes on counting for the number.
     *
     * @throws Problem {@code session_not_found}
     */
    public void delete(Caller caller, String id) {
        Session session = require(caller.ownerId(), id);
        Runnable removed = reach.prepareRemoval(session);
        records.transaction().executeWithoutResult(status -> {
            if (!lock(session)) {
                throw notFound();
            }
            drop(caller, session);
        });
        settings.changed();
        removed.run();
    }

    /** Deletes a session without a link if it still is what was seen, and not another one of that id; answers whether. */
    boolean deleteUnchanged(Caller caller, Session seen) {
        Runnable removed = reach.removal(seen);
        boolean deleted = Boolean.TRUE.equals(records.transaction().execute(status -> {
            boolean unchanged = lock(seen)
                    && store.find(seen.ownerId(), seen.pk())
                            .filter(now -> now.condition().equals(seen.condition()))
                            .isPresent();
            if (unchanged) {
                drop(caller, seen);
            }
            return unchanged;
        }));
        if (deleted) {
            removed.run();
        }
        return deleted;
    }

    private boolean lock(Session session) {
        removals.forEach(removal -> removal.hold(session.pk()));
        return store.lock(session);
    }

    private void drop(Caller caller, Session session) {
        removals.forEach(removal -> removal.beforeDelete(session.ownerId(), session.pk()));
        store.delete(session);
        record(session.pk(), caller, "deleted");
        records.note(caller, session, "delete", Map.of());
    }

    static Problem notFound() {
        return new Problem(Kind.NOT_FOUND, "session_not_found", "There is no such session.");
    }
}
