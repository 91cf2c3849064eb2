package io.staffetta.server.storage;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database has room left on its disk. Every failure of a statement passes here; where the database is our
 * own, its disk is looked at as well, since a database without room for its journal cannot answer at all. Thread-safe.
 */
public final class DiskRoom implements SQLExceptionOverride {

    /** Stands for this in health answers. */
    public static final String CODE = "disk_full";

    private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);
    private static final String FULL = "53100";
    /** Longer than the pauses between attempts to write what waits. */
    private static final Duration MEMORY = Duration.ofSeconds(20);
    /** One more segment of PostgreSQL's journal. */
    private static final long LEAST_BYTES = 16L << 20;

    private static final long NEVER = Long.MIN_VALUE;

    private final Optional<Path> own;
    private final LongSupplier nanoTime;
    private final AtomicLong refused = new AtomicLong(NEVER);

    /** Looks at this folder too, if the database keeps its files there. */
    DiskRoom(Optional<Path> own, LongSupplier nanoTime) {
        this.own = own;
        this.nanoTime = nanoTime;
    }

    /** Whether something could not be written for want of room within the last 20 s, or certainly cannot be now. */
    public boolean full() {
        return refusedOfLate() || own.filter(DiskRoom::isFull).isPresent();
    }

    /** Takes note of a failure; what becomes of its connection is for others to say. */
    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        if (FULL.equals(failure.getSQLState())) {
            boolean news = !refusedOfLate();
            refused.set(nanoTime.getAsLong());
            if (news) {
                log.error("the database has no room left on its disk: what cannot be written waits until there is");
            }
        }
        return Override.CONTINUE_EVICT;
    }

    private boolean refusedOfLate() {
        long last = refused.get();
        return last != NEVER && nanoTime.getAsLong() - last < MEMORY.toNanos();
    }

    private static boolean isFull(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < LEAST_BYTES;
        } catch (IOException e) {
            return false;
        }
    }
}
