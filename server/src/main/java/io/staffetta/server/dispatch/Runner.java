package io.staffetta.server.dispatch;

import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.Breaker;
import io.staffetta.core.pacing.SendWindow;
import io.staffetta.server.queue.LaneWait;
import io.staffetta.server.queue.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One attached session: decides which of its lanes goes next, and when. Direct messages and campaigns take turns.
 * Confined to the dispatch loop.
 */
final class Runner {

    private Carrier carrier;
    private NumberDesk number;
    private final Map<Long, LaneDesk> lanes = new LinkedHashMap<>();
    private final Breaker breaker = new Breaker();
    private int busy;
    private int turn;
    private Instant restsUntil = Instant.MIN;
    private long wakeNanos = Long.MAX_VALUE;

    Runner(Carrier carrier, NumberDesk number) {
        this.carrier = carrier;
        this.number = number;
    }

    /**
     * What a session can do now.
     *
     * @param probes heads to look at; slots are reserved for them
     * @param wakeAt when to think again if nothing happens before, in business time; null for not by itself
     * @param waiting what all its waiting lanes wait for, where it is one thing
     */
    record Plan(
            List<Probe> probes,
            @Nullable Instant wakeAt,
            @Nullable LaneWait waiting) {}

    Carrier carrier() {
        return carrier;
    }

    NumberDesk number() {
        return number;
    }

    Breaker breaker() {
        return breaker;
    }

    void replace(Carrier now, NumberDesk desk) {
        carrier = now;
        number = desk;
    }

    Collection<LaneDesk> lanes() {
        return lanes.values();
    }

    @Nullable
    LaneDesk lane(long id) {
        return lanes.get(id);
    }

    void put(LaneDesk lane) {
        lanes.put(lane.view().id(), lane);
    }

    @Nullable
    LaneDesk remove(long laneId) {
        return lanes.remove(laneId);
    }

    boolean idle() {
        return busy == 0;
    }

    void busy(int more) {
        busy += more;
    }

    /** Hands and slots that were reserved and are not needed. */
    void giveBack(int slots) {
        busy -= slots;
        number.giveBack(slots);
    }

    void rest(Instant until) {
        restsUntil = until;
    }

    /** A clock that is set back makes no rest longer than a short one. */
    private Instant rests(Instant now) {
        Instant longest = now.plus(shortRest());
        return restsUntil.isAfter(longest) ? longest : restsUntil;
    }

    /** After a refusal that the number's window does not explain: asks again a little later, not at once. */
    void restUnlessFull(Instant now) {
        if (number.check(now) instanceof SendWindow.Decision.Free) {
            rest(now.plus(shortRest()));
        }
    }

    boolean simulated() {
        return carrier.capabilities().simulated();
    }

    long wakeNanos() {
        return wakeNanos;
    }

    void wakeNanos(long at) {
        wakeNanos = at;
    }

    long restrictionId() {
        Carrier.Restriction restriction = carrier.restriction();
        return restriction == null ? 0 : restriction.id();
    }

    /** Decides at this business time, and reserves the slots of what it asks for. */
    Plan plan(Instant now) {
        int hands = carrier.capabilities().inFlightPerSession() - busy;
        if (hands <= 0 || lanes.isEmpty()) {
            return new Plan(List.of(), null, null);
        }
        Instant rest = breaker.restsUntil(now).orElseGet(() -> rests(now));
        if (rest.isAfter(now)) {
            return new Plan(List.of(), rest, null);
        }
        Instant forced = null;
        for (LaneDesk lane : lanes.values()) {
            Instant due = lane.forcedDue();
            if (due != null && !due.isAfter(now)) {
                return new Plan(List.of(take(lane, -1, now, 1)), null, null);
            }
            forced = due == null ? forced : earlier(forced, due);
        }
        return planByTurn(now, hands, forced);
    }

    private Plan planByTurn(Instant now, int hands, @Nullable Instant forced) {
        List<LaneDesk> order = new ArrayList<>(lanes.values());
        Instant wake = forced;
        for (int i = 0; i < order.size(); i++) {
            LaneDesk lane = order.get((turn + i) % order.size());
            switch (lane.chance(now, restrictionId())) {
                case LaneDesk.Chance.Nothing nothing -> {}
                case LaneDesk.Chance.Later later -> wake = earlier(wake, later.at());
                case LaneDesk.Chance.Ready ready -> {
                    if (number.check(now) instanceof SendWindow.Decision.Full full) {
                        return new Plan(
                                List.of(), earlier(forced, full.next()), new LaneWait(full.reason(), full.next()));
                    }
                    turn = (turn + i + 1) % order.size();
                    if (carrier.capabilities().inFlightPerSession() > 1 && !lane.gapless()) {
                        lane.taken(now);
                    }
                    return new Plan(List.of(take(lane, ready.key(), now, most(lane, now, hands))), null, null);
                }
            }
        }
        return new Plan(List.of(), wake, null);
    }

    private int most(LaneDesk lane, Instant now, int hands) {
        if (hands == 1 || !lane.gapless()) {
            return 1;
        }
        return Math.max(1, Math.min(hands, number.room(now)));
    }

    private Probe take(LaneDesk lane, long key, Instant now, int most) {
        number.reserve(most);
        busy += most;
        return new Probe(lane.view().id(), carrier.sessionPk(), carrier.ownerEpoch(), key, now, lane.upTo(now), most);
    }

    /** The waits to show on lanes whose messages are due but may not go: the session's, or each lane's own. */
    @Nullable
    LaneWait waitOf(LaneDesk lane, Instant now, @Nullable LaneWait ofSession) {
        if (!lane.waits(now)) {
            return null;
        }
        return switch (lane.chance(now, restrictionId())) {
            case LaneDesk.Chance.Ready ready -> ofSession;
            case LaneDesk.Chance.Later later ->
                later.reason() == null ? null : new LaneWait(later.reason(), later.at());
            case LaneDesk.Chance.Nothing nothing -> {
                Carrier.Restriction held = carrier.restriction();
                yield held == null ? null : new LaneWait(WaitReason.RESTRICTED, held.until());
            }
        };
    }

    /** How long to rest after the session said that it cannot send although it is attached. */
    static Duration shortRest() {
        return Duration.ofSeconds(1);
    }

    private static Instant earlier(@Nullable Instant a, Instant b) {
        return a == null || b.isBefore(a) ? b : a;
    }
}
