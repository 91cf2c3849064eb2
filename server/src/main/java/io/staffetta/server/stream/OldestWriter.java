package io.staffetta.server.stream;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how long the oldest transaction of the database has been open, as far as that holds events back: they are read only
 * below it, since one of its own could come before them. One thread looks; any may ask.
 */
final class OldestWriter {

    private static final Logger log = LoggerFactory.getLogger(OldestWriter.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Supplier<Horizon> horizon;
    private final LongSupplier nanoTime;
    private Horizon seen = new Horizon(0, 0);
    private long since;
    private long lastLook;
    private boolean told;
    private volatile Duration open = Duration.ZERO;

    /**
     * Where events can be read.
     *
     * @param safe the oldest transaction that may still be open
     * @param next the one that begins next
     */
    record Horizon(long safe, long next) {

        boolean holdsBack() {
            return safe < next;
        }
    }

    OldestWriter(Supplier<Horizon> horizon, LongSupplier nanoTime) {
        this.horizon = horizon;
        this.nanoTime = nanoTime;
        this.lastLook = nanoTime.getAsLong() - BETWEEN_LOOKS.toNanos();
    }

    /** For how long events have been held back by one and the same transaction; zero if they are not. */
    Duration open() {
        return open;
    }

    /** Looks, unless it did so just before. */
    void look() {
        long now = nanoTime.getAsLong();
        if (now - lastLook < BETWEEN_LOOKS.toNanos()) {
            return;
        }
        lastLook = now;
        Horizon next = horizon.get();
        if (!next.holdsBack() || next.safe() != seen.safe()) {
            since = now;
        }
        seen = next;
        open = Duration.ofNanos(now - since);
        tell();
    }

    private void tell() {
        boolean tooLong = open.compareTo(LONG) >= 0;
        if (tooLong && !told) {
            log.warn(
                    "somebody left a transaction of the database open: streams and webhooks wait for it, sending goes on");
        } else if (told && !tooLong) {
            log.info("the transaction that held events back is over");
        }
        told = tooLong;
    }
}
