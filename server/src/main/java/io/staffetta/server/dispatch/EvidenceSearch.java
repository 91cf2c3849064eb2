package io.staffetta.server.dispatch;

import io.staffetta.core.delivery.AfterEvidence;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.Doubtful;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.Word;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for evidence of messages in doubt, as long as patience lasts: by asking the engine where it can tell, and by
 * waiting for receipts where it cannot. Whoever marked such a message can no longer hand it over: either the call has
 * ended, or the session has a new owner and a new connection.
 */
final class EvidenceSearch {

    private static final Logger log = LoggerFactory.getLogger(EvidenceSearch.class);
    private static final int PAGE = 200;
    private static final Duration LOOK_UP = Duration.ofSeconds(5);
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final Doubts doubts;
    private final Progress progress;
    private final BusinessTime time;
    private final Clock clock;
    private final Map<Long, Carrier> carriers = new ConcurrentHashMap<>();
    private Map<Long, Instant> asked = new HashMap<>();

    EvidenceSearch(Doubts doubts, Progress progress, BusinessTime time, Clock clock) {
        this.doubts = doubts;
        this.progress = progress;
        this.time = time;
        this.clock = clock;
    }

    void attach(Carrier carrier) {
        carriers.put(carrier.sessionPk(), carrier);
    }

    void detach(long sessionPk) {
        carriers.remove(sessionPk);
    }

    /** Goes once through everything in doubt. Returns the lanes into which messages came back. */
    List<Long> search() throws InterruptedException {
        Map<Long, Instant> still = new HashMap<>();
        List<Long> lanes = new ArrayList<>();
        long session = 0;
        long message = 0;
        List<Doubtful> page;
        do {
            page = doubts.after(session, message, PAGE);
            for (Doubtful found : investigate(page, still)) {
                lanes.add(found.laneId());
            }
            if (!page.isEmpty()) {
                Doubtful last = page.getLast();
                session = last.sessionPk() == null ? Long.MAX_VALUE : last.sessionPk();
                message = last.id();
            }
        } while (page.size() == PAGE);
        asked = still;
        return lanes;
    }

    private List<Doubtful> investigate(List<Doubtful> page, Map<Long, Instant> still) throws InterruptedException {
        Instant now = clock.instant();
        List<Doubtful> back = new ArrayList<>();
        List<Doubtful> due = new ArrayList<>();
        for (Doubtful doubtful : page) {
            Instant last = asked.get(doubtful.id());
            if (last != null && last.plus(BETWEEN).isAfter(now) && !patienceSpent(doubtful, now)) {
                still.put(doubtful.id(), last);
            } else {
                due.add(doubtful);
                still.put(doubtful.id(), now);
            }
        }
        Map<Long, Evidence> evidence = lookUp(due);
        for (Doubtful doubtful : due) {
            Duration doubted = patienceSpent(doubtful, now) ? AfterEvidence.PATIENCE : Duration.ZERO;
            Evidence known = evidence.getOrDefault(doubtful.id(), new Evidence.NotKnown());
            Progress.Settled settled = progress.settle(new Word.LookedUp(doubtful.id(), known, doubted, true));
            if (settled.state() == MessageState.QUEUED) {
                back.add(doubtful);
            }
        }
        return back;
    }

    private boolean patienceSpent(Doubtful doubtful, Instant now) {
        Duration patience = time.real(doubtful.simulated(), AfterEvidence.PATIENCE);
        return !doubtful.since().plus(patience).isAfter(now);
    }

    private Map<Long, Evidence> lookUp(List<Doubtful> due) throws InterruptedException {
        Map<Long, Evidence> evidence = new ConcurrentHashMap<>();
        List<Thread> asking = new ArrayList<>();
        for (Doubtful doubtful : due) {
            Carrier carrier = carrierOf(doubtful);
            String id = doubtful.engineMessageId();
            if (carrier != null && id != null && carrier.capabilities().evidenceById()) {
                asking.add(Thread.ofVirtual()
                        .start(() -> evidence.put(doubtful.id(), ask(carrier, id, doubtful.phone()))));
            }
        }
        for (Thread thread : asking) {
            thread.join();
        }
        return evidence;
    }

    private @Nullable Carrier carrierOf(Doubtful doubtful) {
        return doubtful.sessionPk() == null ? null : carriers.get(doubtful.sessionPk());
    }

    private static Evidence ask(Carrier carrier, String id, long phone) {
        try {
            return carrier.connection().lookUp(id, phone, LOOK_UP);
        } catch (RuntimeException e) {
            log.warn("looking for message {} failed: {}", id, e.getMessage());
            return new Evidence.NotKnown();
        }
    }
}
