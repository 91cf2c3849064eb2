package io.staffetta.server.dispatch;

import io.staffetta.core.engine.SendOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What other threads have to tell the dispatch loop. Bounded by what exists: one entry for each session, lane and
 * message in flight, however often something is said of it.
 */
final class Inbox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private Map<Long, Optional<Carrier>> sessions = new LinkedHashMap<>();
    private Set<Long> lanes = new TreeSet<>();
    private List<Report> reports = new ArrayList<>();
    private List<Quiet> quiets = new ArrayList<>();
    private boolean everything;
    private boolean signalled;

    /** What came back from a handing. */
    sealed interface Report {

        /** It was marked at this business time. */
        record Marked(Handing handing, Instant at) implements Report {}

        /** It is over. */
        record Done(Handing handing, Optional<SendOutcome> outcome) implements Report {}
    }

    /** Somebody waits until nothing of this session is under way. */
    record Quiet(long sessionPk, CompletableFuture<Void> reached) {}

    /**
     * Everything said since the last look.
     *
     * @param sessions attached ones with their carrier, detached ones without
     * @param everything whether all lanes are to be thought over
     */
    record Mail(
            Map<Long, Optional<Carrier>> sessions,
            Set<Long> lanes,
            List<Report> reports,
            List<Quiet> quiets,
            boolean everything) {}

    void attach(Carrier carrier) {
        tell(() -> {
            sessions.remove(carrier.sessionPk());
            sessions.put(carrier.sessionPk(), Optional.of(carrier));
        });
    }

    void detach(long sessionPk) {
        tell(() -> {
            sessions.remove(sessionPk);
            sessions.put(sessionPk, Optional.empty());
        });
    }

    void lane(long laneId) {
        tell(() -> lanes.add(laneId));
    }

    void report(Report report) {
        tell(() -> reports.add(report));
    }

    void quiet(Quiet quiet) {
        tell(() -> quiets.add(quiet));
    }

    void everything() {
        tell(() -> everything = true);
    }

    /** Says again what could not be worked in; what was said of the same session since then holds. */
    void putBack(Mail mail) {
        tell(() -> {
            mail.sessions().forEach(sessions::putIfAbsent);
            lanes.addAll(mail.lanes());
            quiets.addAll(mail.quiets());
            everything |= mail.everything();
        });
    }

    /** Takes what was said, waiting up to this long if there is nothing. */
    Mail take(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!signalled && left > 0) {
                left = something.awaitNanos(left);
            }
            signalled = false;
            Mail mail = new Mail(sessions, lanes, reports, quiets, everything);
            sessions = new LinkedHashMap<>();
            lanes = new TreeSet<>();
            reports = new ArrayList<>();
            quiets = new ArrayList<>();
            everything = false;
            return mail;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Runnable what) {
        lock.lock();
        try {
            what.run();
            signalled = true;
            something.signal();
        } finally {
            lock.unlock();
        }
    }
}
