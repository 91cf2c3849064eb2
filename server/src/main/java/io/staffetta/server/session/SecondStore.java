package io.staffetta.server.session;

import io.staffetta.server.session.Vault.Sealed;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store of sessions and their sealed credentials beside the database, which stays the truth and is always written first.
 * Whatever becomes of this store, nobody waits for it but a session that lacks its credentials.
 */
interface SecondStore extends AutoCloseable {

    /** Begins to follow these. */
    void begin(Originals originals);

    /** Something about a session is on disk anew. Returns at once. */
    void changed(long sessionPk);

    /** How it stands. */
    StoreStanding standing();

    /** The sealed credentials of a session, if the store has them and can be asked. */
    Optional<Sealed> credentials(Session session);

    @Override
    void close();

    /**
     * A session as it is on disk.
     *
     * @param lastSeen when its other side was last heard of
     * @param sealed null while it has no link
     */
    record Original(
            Session session, Instant lastSeen, @Nullable Sealed sealed) {}

    /** What is to be followed. */
    interface Originals {

        /** The sessions that this node owns. */
        Set<Long> owned();

        /** Those of these sessions that exist, by their keys. */
        Map<Long, Original> read(Collection<Long> sessionPks);
    }

    /** None at all. */
    final class None implements SecondStore {

        @Override
        public void begin(Originals originals) {}

        @Override
        public void changed(long sessionPk) {}

        @Override
        public StoreStanding standing() {
            return new StoreStanding("none", "ok", Instant.EPOCH, 0);
        }

        @Override
        public Optional<Sealed> credentials(Session session) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
