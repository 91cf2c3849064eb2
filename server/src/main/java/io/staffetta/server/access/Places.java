package io.staffetta.server.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for work that costs a node much: so many in all, and so few of one user that nobody can keep everybody else out.
 * Thread-safe.
 */
public final class Places {

    private final int inAll;
    private final int ofOneUser;
    private final Map<Long, Integer> taken = new HashMap<>();
    private int all;

    /** Whether there was one, and if not, who has them. */
    public enum Outcome {
        /** It is the caller's, who leaves it afterwards. */
        TAKEN,
        /** The user has all that one user may have. */
        OWN_ARE_TAKEN,
        /** Others have what there is. */
        ALL_ARE_TAKEN
    }

    /** So many on this node; fewer of one user. */
    public Places(int inAll, int ofOneUser) {
        this.inAll = inAll;
        this.ofOneUser = ofOneUser;
    }

    /** Takes one if there is one. */
    public synchronized Outcome take(long ownerId) {
        int own = taken.getOrDefault(ownerId, 0);
        if (own >= ofOneUser) {
            return Outcome.OWN_ARE_TAKEN;
        }
        if (all >= inAll) {
            return Outcome.ALL_ARE_TAKEN;
        }
        taken.put(ownerId, own + 1);
        all++;
        return Outcome.TAKEN;
    }

    /** Takes one as soon as there is one, if that is not too long. */
    public synchronized Outcome await(long ownerId, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Outcome outcome = take(ownerId);
        for (long left = patience.toMillis(); outcome != Outcome.TAKEN && left > 0; ) {
            wait(left);
            outcome = take(ownerId);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return outcome;
    }

    /** Leaves one that was taken. */
    public synchronized void leave(long ownerId) {
        taken.computeIfPresent(ownerId, (owner, own) -> own == 1 ? null : own - 1);
        all--;
        notifyAll();
    }
}
