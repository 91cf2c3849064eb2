package io.staffetta.core.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where an engine keeps the many small secrets of one session that change all the time, beside its {@link Credentials},
 * which change seldom and are enough to restore the link. Names and values mean something to the engine only; both are
 * secret. What is lost here heals: a session that has its credentials and none of these comes up all the same. So they are
 * no part of backups, in which they would be older than what the other side has seen. Blocking; thread-safe.
 */
public interface KeyStore {

    /** Keeps nothing, for engines that never ask. */
    KeyStore NONE = new KeyStore() {
        @Override
        public Map<String, Credentials> load(Set<String> names) {
            throw new IllegalStateException("nothing is kept here");
        }

        @Override
        public void keep(Map<String, Optional<Credentials>> changes) {
            throw new IllegalStateException("nothing is kept here");
        }

        @Override
        public void clear() {
            // There is nothing.
        }
    };

    /**
     * Those of these that are kept, by their names.
     *
     * @throws IllegalStateException if they cannot be read
     */
    Map<String, Credentials> load(Set<String> names);

    /**
     * Carries these changes out, all or none; empty values go. They are on disk when this returns.
     *
     * @throws IllegalStateException if they cannot be kept, or the session has passed to somebody else: the engine must
     *     not go on with it
     */
    void keep(Map<String, Optional<Credentials>> changes);

    /**
     * Forgets everything, before a pairing begins.
     *
     * @throws IllegalStateException as {@link #keep} does
     */
    void clear();
}
