package io.staffetta.core.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hears what an engine says about one session. Called from any thread, in the order things happened. */
@FunctionalInterface
public interface EngineListener {

    /** Takes the event; must return quickly and may not throw. */
    void on(EngineEvent event);

    /**
     * The same, for an engine that confirms to the other side only what is kept here.
     *
     * @return ends when the event need not come again; fails if it could not be kept and has to
     */
    default CompletionStage<Void> take(EngineEvent event) {
        on(event);
        return CompletableFuture.completedFuture(null);
    }
}
