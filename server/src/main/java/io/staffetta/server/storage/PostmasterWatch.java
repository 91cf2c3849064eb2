package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the server again, on the same port, when it dies while the product runs. */
final class PostmasterWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostmasterWatch.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Postmaster postmaster;
    private final Map<String, String> changes;
    private final Thread thread;

    PostmasterWatch(Postmaster postmaster, Map<String, String> changes) {
        this.postmaster = postmaster;
        this.changes = changes;
        this.thread = Thread.ofVirtual().name("postgres-watch").start(this::watch);
    }

    /** Stops watching; returns once it certainly starts nothing more. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        String trouble = "";
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(PERIOD);
                if (!postmaster.alive()) {
                    if (trouble.isEmpty()) {
                        log.error("PostgreSQL died: it is started again");
                    }
                    postmaster.attachOrStart(changes);
                }
                trouble = "";
            } catch (InterruptedException e) {
                return;
            } catch (IOException | Problem e) {
                String now = String.valueOf(e.getMessage());
                if (!now.equals(trouble)) {
                    log.error("PostgreSQL is down, and tried again every second: {}", now);
                }
                trouble = now;
            }
        }
    }
}
