package io.staffetta.server.queue;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Stops the process dead at a named point, for fault tests: {@code STAFFETTA_HALT_AT=after_claim} at the first passage,
 * {@code after_claim:7} at the seventh. Refused where a real session exists.
 */
@Component
public class Halts {

    private static final Logger log = LoggerFactory.getLogger(Halts.class);

    private final @Nullable HaltPoint at;
    private final AtomicInteger left;

    /**
     * Reads the setting.
     *
     * @param setting {@code point} or {@code point:passage}; empty for none
     */
    public Halts(@Value("${staffetta.halt-at:}") String setting) {
        String[] parts = setting.split(":", 2);
        this.at = setting.isBlank() ? null : HaltPoint.valueOf(parts[0].trim().toUpperCase(Locale.ROOT));
        this.left = new AtomicInteger(parts.length == 2 ? Integer.parseInt(parts[1].trim()) : 1);
        if (at != null) {
            log.warn("this process will halt at {}", setting);
        }
    }

    /** Whether a point is set. */
    public boolean armed() {
        return at != null;
    }

    /** Dies here, without cleaning up, if this is the point. */
    public void pass(HaltPoint point) {
        if (point == at && left.decrementAndGet() == 0) {
            log.warn("halting at {}", point);
            Runtime.getRuntime().halt(137);
        }
    }
}
