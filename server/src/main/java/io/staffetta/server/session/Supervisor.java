package io.staffetta.server.session;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.session.SessionTrigger;
import io.staffetta.core.session.SessionTrigger.Said;
import io.staffetta.core.session.SessionTrigger.Tenure;
import io.staffetta.core.session.SessionTrigger.Timer;
import io.staffetta.server.dispatch.Dispatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The sessions that this node owns, in memory. What happens to one session happens one after the other, in its mailbox;
 * sessions never wait for each other.
 */
final class Supervisor {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    private final Map<Long, LiveSession> sessions = new ConcurrentHashMap<>();
    private final Dispatcher dispatcher;
    private final SecondStore second;
    private final Executor threads;
    private final Reactions reactions;
    private final Carriers carriers;
    private final Hearing hearing;
    private final Connections connections;
    private final Alarms alarms;

    Supervisor(
            Surroundings around,
            StateJournal journal,
            CredentialStore credentials,
            SettingsKeeping settings,
            Executor threads) {
        this.dispatcher = around.dispatcher();
        this.second = around.second();
        this.threads = threads;
        this.carriers = new Carriers(dispatcher, around.engines());
        StateWriter writer = new StateWriter(journal, credentials, around.lease(), around.clock(), around.second());
        StoredKeys.Shelf shelf = new StoredKeys.Shelf(JdbcClient.create(around.jdbc()), around.vault(), writer);
        this.hearing = new Hearing(dispatcher, around.inbound(), threads, this::said, this::tell);
        this.connections = new Connections(
                around.engines(),
                credentials,
                settings,
                live -> new StoredKeys(shelf, live.owned()),
                around.clock(),
                hearing::ear);
        this.reactions = new Reactions(
                writer,
                connections,
                carriers,
                around.businessTime(),
                around.clock(),
                around.random(),
                new Watchers(around.watchers()));
        this.alarms = new Alarms(around.businessTime(), around.clock(), this::timer);
    }

    /** A session of ours. */
    Optional<LiveSession> find(long sessionPk) {
        return Optional.ofNullable(sessions.get(sessionPk));
    }

    /** All sessions of ours. */
    Collection<LiveSession> all() {
        return sessions.values();
    }

    /** From now on this session is ours, under this epoch. Nothing is done about it yet. */
    LiveSession adopt(Session session, long epoch) {
        second.changed(session.pk());
        return sessions.compute(session.pk(), (pk, known) -> {
            if (known == null) {
                return new LiveSession(session, epoch, threads);
            }
            known.mailbox().put(() -> {
                known.session = session;
                known.epoch = epoch;
            });
            return known;
        });
    }

    /** Applies this in the session's turn; the future ends, always well, when that is done. */
    CompletionStage<Void> tell(LiveSession live, SessionTrigger trigger) {
        return inTurn(live, () -> reactions.to(live, trigger));
    }

    /** Does this in the session's turn; the future ends, always well, when that is done. */
    CompletionStage<Void> inTurn(LiveSession live, Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        live.mailbox().put(() -> {
            run(live, task);
            done.complete(null);
        });
        return done;
    }

    /** Its user changed what may be changed: the dispatcher hears of it if the session may send. */
    CompletionStage<Void> reconfigure(LiveSession live, Session fresh) {
        return inTurn(live, () -> {
            live.session = live.session.asSetIn(fresh);
            if (live.state().up()) {
                carriers.attach(live);
            }
        });
    }

    /** The session is about to be deleted; afterwards its credentials cannot be read any more. */
    CompletionStage<Void> prepareRemoval(LiveSession live) {
        return inTurn(live, () -> {
            try {
                connections.prepareFarewell(live);
            } catch (Connections.CannotOpenException e) {
                log.warn("{} will not be unlinked on its phone", live, e);
            }
        });
    }

    /** The session is deleted: its link is given up. */
    CompletionStage<Void> remove(long sessionPk) {
        second.changed(sessionPk);
        LiveSession live = sessions.remove(sessionPk);
        if (live == null) {
            return CompletableFuture.completedFuture(null);
        }
        alarms.forget(live);
        return tell(live, SessionTrigger.Command.DELETE);
    }

    /** Another node may own the sessions from now on: everything stops at once. */
    void loseAll() {
        for (LiveSession live : sessions.values()) {
            carriers.detach(live);
            tell(live, Tenure.LOST);
        }
    }

    /**
     * Stops sending for a session that another node is to have, lets what is being handed over end, closes its connection
     * and forgets it; its state on disk stays as it is. Ends with whether all that came to pass in time: if not, or if
     * somebody is linking it, the session goes on here.
     */
    CompletionStage<Boolean> part(LiveSession live, Duration patience) {
        return inTurn(live, () -> {
                    if (!live.linking()) {
                        live.parted = true;
                        carriers.detach(live);
                    }
                })
                .thenCompose(done ->
                        live.parted ? closeWhenQuiet(live, patience) : CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Boolean> closeWhenQuiet(LiveSession live, Duration patience) {
        return dispatcher
                .quiet(live.pk())
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((quiet, failure) -> failure == null)
                .thenCompose(quiet -> inTurn(live, () -> {
                            if (quiet) {
                                leave(live);
                            } else {
                                resume(live);
                            }
                        })
                        .thenApply(done -> quiet));
    }

    /** Nothing that is told to this object counts any more. */
    private void leave(LiveSession live) {
        sessions.remove(live.pk(), live);
        live.gone = true;
        reactions.to(live, Tenure.LOST);
        alarms.forget(live);
    }

    /** It parted, and is this node's nevertheless. */
    CompletionStage<Void> takeBack(LiveSession parted) {
        return tell(adopt(parted.session, parted.epoch), Tenure.TAKEN);
    }

    private void resume(LiveSession live) {
        live.parted = false;
        if (live.state().up()) {
            carriers.attach(live);
        }
    }

    /** Forgets these sessions: they are another node's now. */
    void forget(Collection<Long> others) {
        others.stream().map(sessions::remove).filter(Objects::nonNull).forEach(alarms::forget);
    }

    /** Looks after what time does. Cheap; called many times a second. */
    void tick() {
        alarms.sweepWaiting();
    }

    /** Looks after silent sessions and connections that leave. Called about once a second. */
    void slowTick(Instant now) {
        alarms.sweepSilent(sessions.values());
        connections.sweep(now);
    }

    /** Nothing is sent any more. What is being handed over goes on. */
    void detachAll() {
        carriers.close();
        sessions.values().forEach(carriers::detach);
    }

    /** Drops all connections; the links stand, and the states on disk stay as they are. */
    void closeAll() {
        sessions.values().forEach(connections::close);
        connections.closeLeaving();
    }

    /** Hears what becomes of messages and people, and what is said of sessions. */
    Hearing hearing() {
        return hearing;
    }

    /** What a connection says counts for as long as it is the one in use. */
    private void said(LiveSession live, int generation, EngineEvent event) {
        live.mailbox().put(() -> {
            if (generation == live.generation) {
                run(live, () -> reactions.to(live, new Said(event)));
            }
        });
    }

    private void timer(LiveSession live, Timer timer) {
        live.mailbox().put(() -> {
            run(live, () -> reactions.to(live, timer));
            alarms.rung(live);
        });
    }

    private void run(LiveSession live, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("{}: a reaction went wrong", live, e);
        }
        alarms.watch(live);
        Runnable settled = live.settled;
        if (settled != null && live.settledNow()) {
            live.settled = null;
            settled.run();
        }
    }
}
