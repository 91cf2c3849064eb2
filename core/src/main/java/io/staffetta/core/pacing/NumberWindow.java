package io.staffetta.core.pacing;

import io.staffetta.core.pacing.SendWindow.Decision;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What one number sent, whichever of its sessions sent it, held against the limits of every session linked to it: each of
 * them holds for all that the number sends, so that the strictest one counts.
 *
 * <p>Not thread-safe, as {@link SendWindow}.
 */
public final class NumberWindow {

    // One window for each, since a window forgets what its own limits cannot count any more.
    private final List<Limited> windows;

    private record Limited(NumberLimits limits, SendWindow window) {}

    /** A window under these limits that remembers these sends, in any order. */
    public NumberWindow(Set<NumberLimits> limits, Collection<Instant> past) {
        windows = limits.stream()
                .map(each -> new Limited(each, new SendWindow(past)))
                .toList();
    }

    /** Whether it holds exactly these limits. */
    public boolean holds(Set<NumberLimits> limits) {
        return windows.size() == limits.size() && windows.stream().allMatch(each -> limits.contains(each.limits));
    }

    /** Whether sessions with different limits share the number. */
    public boolean mixed() {
        return windows.size() > 1;
    }

    /**
     * Whether the number may send now.
     *
     * @param reserved messages that are on their way to being sent and not recorded yet
     */
    public Decision check(Instant now, int reserved) {
        Decision strictest = new Decision.Free();
        for (Limited each : windows) {
            NumberLimits limits = each.limits.less(reserved);
            Decision decision = each.window.check(now, limits.perHour(), limits.perDay(), limits.zone());
            if (decision instanceof Decision.Full full
                    && !(strictest instanceof Decision.Full other
                            && other.next().isAfter(full.next()))) {
                strictest = full;
            }
        }
        return strictest;
    }

    /** How many messages the limits leave room for, at least 0. */
    public int room(Instant now, int reserved) {
        int room = SendWindow.UNLIMITED;
        for (Limited each : windows) {
            NumberLimits limits = each.limits.less(reserved);
            room = Math.min(room, each.window.roomThisHour(now, limits.perHour()));
            room = Math.min(room, each.window.roomToday(now, limits.perDay(), limits.zone()));
        }
        return room;
    }

    /** Takes a slot at this moment, whether or not there was room. */
    public void record(Instant at) {
        windows.forEach(each -> each.window.record(at));
    }

    /** Returns a slot that was taken at exactly this moment; does nothing if there is none. */
    public void giveBack(Instant at) {
        windows.forEach(each -> each.window.giveBack(at));
    }
}
