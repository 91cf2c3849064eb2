package io.staffetta.server.dispatch;

import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Claims;
import io.staffetta.server.queue.HaltPoint;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Head;
import io.staffetta.server.queue.LaneBoard;
import io.staffetta.server.queue.LaneWait;
import io.staffetta.server.queue.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One round of decisions: ask the sessions that may send which lane is next, write down what they wait for, claim for
 * all of them in one statement. Confined to the dispatch loop.
 */
final class Round {

    private static final Duration LONGEST_WAKE = Duration.ofHours(1);

    private final Roster roster;
    private final Wakes wakes;
    private final LaneBoard board;
    private final Claims claims;
    private final BusinessTime time;
    private final Halts halts;

    Round(Roster roster, Wakes wakes, LaneBoard board, Claims claims, BusinessTime time, Halts halts) {
        this.roster = roster;
        this.wakes = wakes;
        this.board = board;
        this.claims = claims;
        this.time = time;
        this.halts = halts;
    }

    /** Asks these sessions; returns where to look, with the slots for it reserved. */
    List<Probe> ask(Collection<Runner> runners) {
        List<Probe> probes = new ArrayList<>();
        List<LaneBoard.WaitChange> waits = new ArrayList<>();
        for (Runner runner : runners) {
            Instant now = now(runner);
            Runner.Plan plan = runner.plan(now);
            probes.addAll(plan.probes());
            showWaits(runner, now, plan.waiting(), waits);
            wake(runner, now, plan.wakeAt());
        }
        if (!waits.isEmpty()) {
            try {
                board.write(waits);
            } catch (RuntimeException e) {
                probes.forEach(probe -> giveBack(probe, probe.most()));
                throw e;
            }
        }
        return probes;
    }

    /** Lets these sessions send nothing for as long as this node may not claim; their lanes say so. */
    void hold(Collection<Runner> runners) {
        List<LaneBoard.WaitChange> waits = new ArrayList<>();
        LaneWait held = new LaneWait(WaitReason.SESSION_DOWN, null);
        for (Runner runner : runners) {
            showWaits(runner, now(runner), held, waits);
            wakes.cancel(runner);
        }
        if (!waits.isEmpty()) {
            board.write(waits);
        }
    }

    /** Claims what these probes find; what they do not find is given back at once. */
    List<Claimed> claim(List<Probe> probes) {
        List<Claimed> claimed;
        try {
            claimed = claims.claim(probes);
        } catch (RuntimeException e) {
            probes.forEach(probe -> giveBack(probe, probe.most()));
            throw e;
        }
        halts.pass(HaltPoint.AFTER_CLAIM);
        Map<Long, Integer> found = new HashMap<>();
        claimed.forEach(claim -> found.merge(claim.laneId(), 1, Integer::sum));
        for (Probe probe : probes) {
            int here = found.getOrDefault(probe.laneId(), 0);
            giveBack(probe, probe.most() - here);
            LaneDesk lane = lane(probe);
            if (lane != null) {
                lane.found(probe.key(), here, probe.most());
            }
        }
        return claimed;
    }

    /** Learns what waits next in the lanes whose probes found less than they asked for. */
    void lookAhead(List<Probe> probes, List<Claimed> claimed) {
        Map<Long, Integer> found = new HashMap<>();
        claimed.forEach(claim -> found.merge(claim.laneId(), 1, Integer::sum));
        List<Long> forced = probes.stream()
                .filter(probe -> probe.key() == -1 && found.containsKey(probe.laneId()))
                .map(Probe::laneId)
                .toList();
        if (!forced.isEmpty()) {
            // Another one may have been forced, for now or for later.
            roster.renew(forced);
        }
        List<Probe> exhausted = probes.stream()
                .filter(probe -> probe.key() == 0 && found.getOrDefault(probe.laneId(), 0) < probe.most())
                .toList();
        if (exhausted.isEmpty()) {
            return;
        }
        Map<Long, Head> heads = claims.heads(exhausted);
        for (Probe probe : exhausted) {
            LaneDesk lane = lane(probe);
            if (lane != null) {
                lane.nextHead(heads.get(probe.laneId()));
            }
        }
    }

    /** Only a restricted number needs to know whom it has a chat with. */
    Set<Long> knownChats(List<Claimed> claimed) {
        List<Claimed> restricted = claimed.stream()
                .filter(claim -> {
                    Runner runner = roster.runner(claim.sessionPk());
                    return runner != null && runner.restrictionId() != 0;
                })
                .toList();
        return restricted.isEmpty() ? Set.of() : claims.knownChats(restricted);
    }

    /** Sets a first contact of a restricted number aside; false if the number is not restricted. */
    boolean park(Claimed claim) {
        Runner runner = roster.runner(claim.sessionPk());
        Carrier.Restriction restriction =
                runner == null ? null : runner.carrier().restriction();
        if (runner == null || restriction == null) {
            return false;
        }
        claims.park(claim, restriction.id());
        LaneDesk lane = runner.lane(claim.laneId());
        if (lane != null) {
            lane.parked(now(runner), restriction.id(), restriction.until());
        }
        return true;
    }

    private @Nullable LaneDesk lane(Probe probe) {
        Runner runner = roster.runner(probe.sessionPk());
        return runner == null ? null : runner.lane(probe.laneId());
    }

    private void giveBack(Probe probe, int slots) {
        Runner runner = roster.runner(probe.sessionPk());
        if (runner != null && slots > 0) {
            runner.giveBack(slots);
        }
    }

    private static void showWaits(
            Runner runner, Instant now, @Nullable LaneWait ofSession, List<LaneBoard.WaitChange> changes) {
        if (!runner.idle()) {
            return;
        }
        for (LaneDesk lane : runner.lanes()) {
            if (!lane.open()) {
                // Who closed it has written why.
                continue;
            }
            LaneWait wait = runner.waitOf(lane, now, ofSession);
            if (!lane.shows(wait)) {
                changes.add(new LaneBoard.WaitChange(lane.viewWithHead(), wait));
                lane.shown(wait);
            }
        }
    }

    private void wake(Runner runner, Instant now, @Nullable Instant at) {
        if (at == null) {
            wakes.cancel(runner);
            return;
        }
        // Waits end far in the future where a limit is 0; looking again after an hour costs nothing.
        boolean soon = at.isBefore(now.plus(Duration.ofDays(30)));
        Duration real =
                soon ? time.real(runner.carrier().capabilities().simulated(), Duration.between(now, at)) : LONGEST_WAKE;
        Duration bounded = real.compareTo(LONGEST_WAKE) < 0 ? real : LONGEST_WAKE;
        wakes.plan(runner, System.nanoTime() + bounded.toNanos());
    }

    private Instant now(Runner runner) {
        return time.now(runner.carrier().capabilities().simulated());
    }
}
