package io.staffetta.server.dispatch;

import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Claims for the sessions that are ready, all in one statement, and starts a handing for each claim. A claim that finds no
 * handing is given back. Confined to the loop.
 */
final class Launch {

    /** Most sessions asked in one round: bounds the claim's statement. */
    private static final int PER_ROUND = 512;

    private final Roster roster;
    private final Round round;
    private final Handings handings;
    private final Texts texts;
    private final Handing.Tools tools;
    private final Handing.Watcher watcher;
    private final Set<Runner> ready;

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
        List<Claimed> claimed = round.claim(probes);
        handings.claimed(claimed);
        hand(claimed);
        round.lookAhead(probes, claimed);
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

    private void hand(List<Claimed> claimed) {
        Set<Long> known = round.knownChats(claimed);
        List<Claimed> going = new ArrayList<>();
        for (Claimed claim : claimed) {
            if (!known.contains(claim.id()) && round.park(claim)) {
                settled(claim);
            } else {
                going.add(claim);
            }
        }
        Map<Long, String> readyTexts = texts.of(going);
        for (Claimed claim : going) {
            String text = readyTexts.get(claim.id());
            Runner runner = roster.runner(claim.sessionPk());
            LaneDesk lane = roster.lane(claim);
            if (text == null) {
                settled(claim);
            } else if (runner != null && lane != null) {
                handings.start(new Handing(
                        tools,
                        watcher,
                        runner.carrier(),
                        claim,
                        text,
                        lane.view().hours(),
                        !known.contains(claim.id())));
            }
        }
    }

    /** A claim that needs no handing: it was set aside, or it has ended. */
    private void settled(Claimed claim) {
        handings.settled(claim);
        Runner runner = roster.runner(claim.sessionPk());
        if (runner != null) {
            runner.giveBack(1);
        }
    }

    /**
     * Gives back claims that found no handing, because the database was away or their session left meanwhile.
     *
     * @return the lanes to look at again
     */
    List<Long> giveBackOrphans() {
        List<Claimed> orphans = handings.orphans();
        if (orphans.isEmpty()) {
            return List.of();
        }
        tools.claims().release(orphans);
        handings.givenBack();
        for (Claimed orphan : orphans) {
            Runner runner = roster.runner(orphan.sessionPk());
            if (runner != null) {
                runner.giveBack(1);
                ready.add(runner);
            }
        }
        return orphans.stream().map(Claimed::laneId).toList();
    }
}
