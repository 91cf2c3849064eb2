package io.staffetta.server.dispatch;

import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Claims for the sessions that are ready, all in one statement, and starts a handing for each claim. A claim that finds no
 * handing is given back. Confined to the loop.
 */
final class Launch {

    /** Most sessions asked in one round: bounds the claim's statement. */
    private static final int PER_ROUND = 512;

    private static final Duration BETWEEN_LOOKS_AT_STRAYS = Duration.ofSeconds(30);

    /** Longer than a commit whose answer was lost can take. */
    private static final Duration STRAY_AFTER = Duration.ofMinutes(1);

    private final Roster roster;
    private final Round round;
    private final Handings handings;
    private final Texts texts;
    private final Handing.Tools tools;
    private final Handing.Watcher watcher;
    private final Set<Runner> ready;
    private long lastLookAtStrays = System.nanoTime();

    Launch(
            Roster roster,
            Round round,
            Handings handings,
            Texts texts,
            Handing.Tools tools,
            Handing.Watcher watcher,
            Set<Runner> ready) {
        this.roster = roster;
        this.round = round;
        this.handings = handings;
        this.texts = texts;
        this.tools = tools;
        this.watcher = watcher;
        this.ready = ready;
    }

    /** Lets those who are ready send; the ones who may have more to say stay ready. */
    void go() {
        List<Runner> asked = next();
        List<Probe> probes = round.ask(asked);
        asked.forEach(ready::remove);
        if (probes.isEmpty()) {
            return;
        }
        for (Probe probe : probes) {
            // Whatever comes of it, the session has more to say: other lanes, other hands.
            Runner runner = roster.runner(probe.sessionPk());
            if (runner != null) {
                ready.add(runner);
            }
        }
        Map<Long, Slot> slots = new HashMap<>();
        asked.forEach(runner -> slots.put(runner.carrier().sessionPk(), Slot.of(runner)));
        List<Claimed> claimed = round.claim(probes);
        claimed.forEach(claim -> handings.claimed(claim, slot(slots, claim)));
        hand(claimed, slots);
        round.lookAhead(probes, claimed);
    }

    private static Slot slot(Map<Long, Slot> slots, Claimed claim) {
        return Objects.requireNonNull(slots.get(claim.sessionPk()));
    }

    /** Lets nobody send; their lanes show that they wait. */
    void hold() {
        List<Runner> held = next();
        round.hold(held);
        held.forEach(ready::remove);
    }

    private List<Runner> next() {
        return ready.stream().limit(PER_ROUND).toList();
    }

    private void hand(List<Claimed> claimed, Map<Long, Slot> slots) {
        Set<Long> known = round.knownChats(claimed);
        List<Claimed> going = new ArrayList<>();
        for (Claimed claim : claimed) {
            if (!known.contains(claim.id()) && round.park(claim)) {
                handings.settled(claim);
            } else {
                going.add(claim);
            }
        }
        Map<Long, MessageTexts.Rendered.Text> readyTexts = texts.of(going);
        for (Claimed claim : going) {
            MessageTexts.Rendered.Text text = readyTexts.get(claim.id());
            LaneDesk lane = roster.lane(claim);
            if (text == null) {
                handings.settled(claim);
            } else if (lane != null) {
                handings.start(new Handing(
                        tools,
                        watcher,
                        slot(slots, claim),
                        claim,
                        text,
                        lane.view().hours(),
                        !known.contains(claim.id())));
            }
        }
    }

    /**
     * Gives back claims that found no handing, because the database was away or their session left meanwhile.
     *
     * @return the lanes to look at again
     */
    List<Long> giveBackOrphans() {
        List<Claimed> orphans =
                handings.orphans().stream().map(Handings.Orphan::claim).toList();
        if (!orphans.isEmpty()) {
            tools.claims().release(orphans);
            handings.givenBack();
            for (Claimed orphan : orphans) {
                Runner runner = roster.runner(orphan.sessionPk());
                if (runner != null) {
                    ready.add(runner);
                }
            }
        }
        List<Long> lanes = new ArrayList<>(giveBackStrays());
        orphans.forEach(orphan -> lanes.add(orphan.laneId()));
        return lanes;
    }

    /** Now and then, what this node's sessions claimed and nobody here knows of: a commit whose answer never came. */
    private List<Long> giveBackStrays() {
        long now = System.nanoTime();
        if (now - lastLookAtStrays < BETWEEN_LOOKS_AT_STRAYS.toNanos()) {
            return List.of();
        }
        lastLookAtStrays = now;
        Map<Long, Long> epochs = new HashMap<>();
        roster.runners()
                .forEach(runner -> epochs.put(
                        runner.carrier().sessionPk(), runner.carrier().ownerEpoch()));
        Instant before = tools.clock().instant().minus(STRAY_AFTER);
        return epochs.isEmpty() ? List.of() : tools.claims().releaseStrays(epochs, handings.lookedAfter(), before);
    }
}
