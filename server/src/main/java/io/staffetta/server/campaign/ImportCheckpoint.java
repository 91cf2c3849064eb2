package io.staffetta.server.campaign;

/** Passed in the middle of every import, after each commit, so that a fault test can stop the process there. */
@FunctionalInterface
public interface ImportCheckpoint {

    /** Some rows of an import are committed, some are not. */
    void reached();
}
