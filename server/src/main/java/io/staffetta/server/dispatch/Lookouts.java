package io.staffetta.server.dispatch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked after beside the loop, each by a thread of its own: evidence for what is in doubt, and the clock. */
final class Lookouts {

    private static final Logger log = LoggerFactory.getLogger(Lookouts.class);
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS_AT_CLOCKS = Duration.ofSeconds(2);

    private final EvidenceSearch evidence;
    private final ClockGap gap;
    private final Inbox inbox;
    private volatile boolean running;
    private volatile @Nullable Thread searching;
    private volatile @Nullable Thread watching;

    Lookouts(EvidenceSearch evidence, ClockGap gap, Inbox inbox) {
        this.evidence = evidence;
        this.gap = gap;
        this.inbox = inbox;
    }

    /** One look at something. */
    private interface Look {
        void once() throws InterruptedException;
    }

    /** Begins; the clocks are compared before anything else is done. */
    void start() {
        running = true;
        try {
            compareClocks();
        } catch (RuntimeException e) {
            log.warn("the database's clock cannot be looked at yet: {}", e.getMessage());
        }
        searching = Thread.ofVirtual()
                .name("evidence")
                .start(() -> keep("the search for evidence", BETWEEN_SEARCHES, this::search));
        watching = Thread.ofVirtual()
                .name("clock-gap")
                .start(() -> keep("the look at the database's clock", BETWEEN_LOOKS_AT_CLOCKS, this::compareClocks));
    }

    /** Ends them, waiting up to so long for each. */
    void stop(Duration patience) throws InterruptedException {
        running = false;
        for (Thread thread : new @Nullable Thread[] {searching, watching}) {
            if (thread != null) {
                thread.interrupt();
                thread.join(patience);
            }
        }
    }

    private void search() throws InterruptedException {
        evidence.search().forEach(inbox::lane);
    }

    private void compareClocks() {
        if (gap.look()) {
            inbox.everything();
        }
    }

    private void keep(String what, Duration pause, Look look) {
        while (running) {
            try {
                Thread.sleep(pause);
                look.once();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("{} pauses: {}", what, e.getMessage());
            }
        }
    }
}
