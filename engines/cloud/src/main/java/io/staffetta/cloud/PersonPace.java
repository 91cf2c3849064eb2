package io.staffetta.cloud;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How fast a number may write to one person: one message in six seconds, up to 45 at once if there were none for long,
 * and after a refusal 4, 16, 64 … seconds not at all. Other people do not wait. Thread-safe; time comes from outside, in
 * nanoseconds from anywhere.
 */
final class PersonPace {

    private static final long INTERVAL = Duration.ofSeconds(6).toNanos();
    private static final int BURST = 45;
    private static final int MOST_REFUSALS = 8;
    private static final Duration FORGIVEN_AFTER = Duration.ofHours(1);

    private final int mostPeople;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Pace> people = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What is known of one person.
     *
     * @param empty when everything taken will have been given back
     * @param refusals how often in a row Meta asked for patience
     * @param held nothing before this
     */
    private record Pace(long empty, int refusals, long held) {

        boolean over(long now) {
            return empty - now <= 0 && (refusals == 0 || held - now + FORGIVEN_AFTER.toNanos() <= 0);
        }
    }

    /** Remembers at most so many people; the ones longest unheard of are forgotten first. */
    PersonPace(int mostPeople) {
        this.mostPeople = mostPeople;
    }

    /** Takes a turn with this person, if there is one now: zero. Otherwise, when to ask again. */
    Duration take(long phone, long now) {
        lock.lock();
        try {
            Pace pace = paceOf(phone, now);
            long burst = pace.empty - (BURST - 1) * INTERVAL;
            long wait = Math.max(burst - now, pace.held - now);
            if (wait > 0) {
                return Duration.ofNanos(wait);
            }
            keep(phone, new Pace(NumberPace.later(pace.empty, now) + INTERVAL, pace.refusals, pace.held), now);
            return Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    /** Meta asked for patience with this person; returns how much. */
    Duration refused(long phone, long now) {
        lock.lock();
        try {
            Pace pace = paceOf(phone, now);
            int refusals = Math.min(pace.refusals + 1, MOST_REFUSALS);
            Duration wait = Duration.ofSeconds(1L << (2 * refusals));
            keep(phone, new Pace(pace.empty, refusals, now + wait.toNanos()), now);
            return wait;
        } finally {
            lock.unlock();
        }
    }

    /** Meta took a message to this person. */
    void accepted(long phone, long now) {
        lock.lock();
        try {
            Pace pace = people.get(phone);
            if (pace != null && pace.refusals > 0 && pace.held - now <= 0) {
                keep(phone, new Pace(pace.empty, 0, now), now);
            }
        } finally {
            lock.unlock();
        }
    }

    private Pace paceOf(long phone, long now) {
        Pace known = people.get(phone);
        return known == null || known.over(now) ? new Pace(now, 0, now) : known;
    }

    private void keep(long phone, Pace pace, long now) {
        people.put(phone, pace);
        var eldest = people.entrySet().iterator();
        while (eldest.hasNext()) {
            Pace oldest = eldest.next().getValue();
            if (!oldest.over(now) && people.size() <= mostPeople) {
                return;
            }
            eldest.remove();
        }
    }
}
