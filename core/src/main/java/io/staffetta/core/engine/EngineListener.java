package io.staffetta.core.engine;

/** Hears what an engine says about one session. Called from any thread, in the order things happened. */
@FunctionalInterface
public interface EngineListener {

    /** Takes the event; must return quickly and may not throw. */
    void on(EngineEvent event);
}
