package io.staffetta.server.session;

import com.mongodb.MongoException;
import io.staffetta.server.session.Vault.Sealed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Follows the database in MongoDB, from a thread of its own: each change soon, everything at the start, after it was away,
 * and every five minutes. While it is away the changes are only remembered as keys, and read anew when it is back.
 */
final class MongoStore implements SecondStore {

    private static final Logger log = LoggerFactory.getLogger(MongoStore.class);
    private static final Duration EVERYTHING = Duration.ofMinutes(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 200;

    private final MongoCollections collections;
    private final MongoAddress address;
    private final Clock clock;
    private final Backlog backlog = new Backlog();
    private volatile boolean down;
    private volatile boolean followed;
    private volatile Instant since;

    MongoStore(MongoAddress address, String installation, Clock clock) {
        this.collections = new MongoCollections(address, installation);
        this.address = address;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Override
    public void begin(Originals originals) {
        Thread.ofVirtual().name("mongodb-store").start(() -> follow(originals));
    }

    @Override
    public void changed(long sessionPk) {
        backlog.add(sessionPk);
    }

    @Override
    public StoreStanding standing() {
        String status = down ? "unavailable" : followed ? "ok" : "connecting";
        return new StoreStanding("mongodb", status, since, backlog.size());
    }

    @Override
    public Optional<Sealed> credentials(Session session) {
        if (down || session.account().phone() == null || (followed && backlog.holds(session.pk()))) {
            return Optional.empty();
        }
        try {
            return collections.credentials(session.pk());
        } catch (MongoException e) {
            away(e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        backlog.close();
        collections.close();
    }

    private void follow(Originals originals) {
        Instant everything = clock.instant();
        while (true) {
            Duration patience = down ? RETRY : Duration.between(clock.instant(), everything);
            List<Long> next = backlog.take(patience, down);
            if (backlog.isClosed()) {
                return;
            }
            boolean all = down || !clock.instant().isBefore(everything);
            if (written(originals, next, all) && all) {
                everything = clock.instant().plus(EVERYTHING);
            }
        }
    }

    private boolean written(Originals originals, List<Long> pks, boolean all) {
        try {
            write(originals, all ? everything(originals) : pks);
            backlog.written();
            back();
            return true;
        } catch (MongoException | DataAccessException e) {
            backlog.giveBack();
            away(e);
        } catch (IllegalStateException e) {
            // The driver's word for a client that is closed.
            backlog.giveBack();
            if (!backlog.isClosed()) {
                throw e;
            }
        }
        return false;
    }

    /** All sessions of this node, and those that are written there and exist no longer. */
    private List<Long> everything(Originals originals) {
        Set<Long> gone = new HashSet<>(collections.written());
        gone.removeAll(originals.read(gone).keySet());
        List<Long> pks = new ArrayList<>(originals.owned());
        pks.addAll(gone);
        return pks;
    }

    private void write(Originals originals, List<Long> pks) {
        for (int from = 0; from < pks.size(); from += AT_ONCE) {
            List<Long> part = pks.subList(from, Math.min(pks.size(), from + AT_ONCE));
            collections.write(part, originals.read(part));
        }
        if (!pks.isEmpty()) {
            log.info("💾 session data saved to MongoDB: {} sessions", pks.size());
        }
    }

    private void back() {
        if (down || !followed) {
            down = false;
            followed = true;
            since = clock.instant();
            log.info("💾 sessions are stored in MongoDB at {}, too", address);
        }
    }

    private void away(Exception e) {
        if (!down) {
            down = true;
            since = clock.instant();
            log.warn(
                    "MongoDB at {} cannot be written to; the vault goes on keeping credentials, and MongoDB gets them when"
                            + " it is back: {}",
                    address,
                    e.getMessage());
        }
    }
}
