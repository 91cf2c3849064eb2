package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.session.SessionTrigger;
import io.staffetta.core.session.SessionTrigger.Said;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.storage.SqlFailure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down what is heard of sessions, by their connections or another way. What becomes of messages and people is the
 * same for all nodes and is answered when it is on disk; word of a session's state is for the node that owns it.
 */
final class Hearing {

    private static final Logger log = LoggerFactory.getLogger(Hearing.class);

    private final Dispatcher dispatcher;
    private final Supplier<List<InboundListener>> inbound;
    private final Executor threads;
    private final States states;
    private final BiFunction<LiveSession, SessionTrigger, CompletionStage<Void>> teller;

    /** Takes down what this connection of a session says of its state. */
    @FunctionalInterface
    interface States {

        void said(LiveSession live, int generation, EngineEvent event);
    }

    Hearing(
            Dispatcher dispatcher,
            Supplier<List<InboundListener>> inbound,
            Executor threads,
            States states,
            BiFunction<LiveSession, SessionTrigger, CompletionStage<Void>> teller) {
        this.dispatcher = dispatcher;
        this.inbound = inbound;
        this.threads = threads;
        this.states = states;
        this.teller = teller;
    }

    /** For the connection that the session is about to use. */
    EngineListener ear(LiveSession live) {
        int generation = live.generation;
        return new EngineListener() {
            @Override
            public void on(EngineEvent event) {
                var _ = heard(live, generation, event);
            }

            @Override
            public CompletionStage<Void> take(EngineEvent event) {
                return heard(live, generation, event);
            }
        };
    }

    /** Fails only if the event may come again: what cannot be taken down at all is told in the log. */
    private CompletionStage<Void> heard(LiveSession live, int generation, EngineEvent event) {
        switch (event) {
            case EngineEvent.Receipt _,
                    EngineEvent.Undeliverable _,
                    EngineEvent.Inbound _,
                    EngineEvent.OptedOut _,
                    EngineEvent.OptedIn _,
                    EngineEvent.PersonKnown _ -> {
                return hear(live, event).exceptionallyCompose(e -> {
                    log.error("{}: what was heard could not be taken down", live, e);
                    return SqlFailure.mayPassLater(e)
                            ? CompletableFuture.failedFuture(e)
                            : CompletableFuture.completedFuture(null);
                });
            }
            case EngineEvent.QrCode _,
                    EngineEvent.PairingCode _,
                    EngineEvent.ExternalStep _,
                    EngineEvent.Authenticated _,
                    EngineEvent.Ready _,
                    EngineEvent.Disconnected _,
                    EngineEvent.LoggedOut _,
                    EngineEvent.Banned _,
                    EngineEvent.Replaced _,
                    EngineEvent.Failed _,
                    EngineEvent.Restricted _,
                    EngineEvent.Unrestricted _,
                    EngineEvent.Rated _,
                    EngineEvent.CredentialsChanged _ -> states.said(live, generation, event);
        }
        return CompletableFuture.completedFuture(null);
    }

    /** Works in what was heard of a session, by its connection or another way; ends when it is on disk. */
    CompletionStage<Void> hear(LiveSession live, EngineEvent event) {
        return switch (event) {
            case EngineEvent.Receipt receipt -> dispatcher.receipt(live.pk(), receipt);
            case EngineEvent.Undeliverable failure -> dispatcher.undeliverable(live.pk(), failure);
            case EngineEvent.Inbound _, EngineEvent.OptedOut _, EngineEvent.OptedIn _, EngineEvent.PersonKnown _ ->
                told(live, event);
            default -> teller.apply(live, new Said(event));
        };
    }

    /**
     * Works in what was heard of a session that another node owns: what becomes of messages and people is the same for all
     * nodes; word of its state only its own node can work in.
     */
    CompletionStage<Void> hearElsewhere(long ownerId, long sessionPk, EngineEvent event) {
        return switch (event) {
            case EngineEvent.Receipt receipt -> dispatcher.receipt(sessionPk, receipt);
            case EngineEvent.Undeliverable failure -> dispatcher.undeliverable(sessionPk, failure);
            case EngineEvent.Inbound _, EngineEvent.OptedOut _, EngineEvent.OptedIn _, EngineEvent.PersonKnown _ -> {
                CompletableFuture<Void> done = new CompletableFuture<>();
                threads.execute(() -> tell(ownerId, sessionPk, event, done));
                yield done;
            }
            default ->
                CompletableFuture.failedFuture(new Problem(
                        Problem.Kind.CONFLICT, "session_elsewhere", "Another node holds this session; try again."));
        };
    }

    private CompletionStage<Void> told(LiveSession live, EngineEvent event) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        live.mailbox().put(() -> tell(live.session.ownerId(), live.pk(), event, done));
        return done;
    }

    private void tell(long ownerId, long sessionPk, EngineEvent event, CompletableFuture<Void> done) {
        try {
            inbound.get().forEach(listener -> listener.heard(ownerId, sessionPk, event));
            done.complete(null);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
