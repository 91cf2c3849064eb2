package io.staffetta.server.dispatch;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.HumanRhythm;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Claims;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.LaneBoard;
import io.staffetta.server.queue.Probe;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.queue.Word;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread that decides. It sleeps until a session's time has come or something is said, asks every session that
 * may send which lane is next, claims for all of them in one statement, and starts a handing for each claim. Idle
 * sessions cost nothing but their place in memory.
 */
@Component
class DispatchLoop implements Dispatcher, SmartLifecycle, Handing.Watcher {

    private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

    /** Most sessions asked in one round: bounds the claim's statement. */
    private static final int PER_ROUND = 512;

    /** However quiet it is, all lanes are looked at again after this long: a lost hint costs seconds, not messages. */
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(1);
    private static final Duration END_OF_HANDINGS = Duration.ofSeconds(12);

    private final Inbox inbox = new Inbox();
    private final Wakes wakes = new Wakes();
    private final Handings handings = new Handings();
    private final Set<Runner> ready = new LinkedHashSet<>();
    private final Roster roster;
    private final Round round;
    private final Returns returns;
    private final Progress progress;
    private final Claims claims;
    private final Texts texts;
    private final Handing.Tools tools;
    private final EvidenceSearch evidence;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Thread searcher;
    private volatile boolean running;
    private long nextSweep;

    DispatchLoop(
            LaneBoard board,
            SendLog sendLog,
            Claims claims,
            Progress progress,
            Doubts doubts,
            MessageTexts texts,
            LeaseCheck lease,
            Halts halts,
            BusinessTime time,
            Clock clock,
            RandomGenerator random) {
        this.tools = new Handing.Tools(progress, claims, time, clock, random, new HumanRhythm(random), lease, halts);
        this.roster = new Roster(board, sendLog, time);
        this.round = new Round(roster, wakes, board, claims, time, halts);
        this.returns = new Returns(roster, handings, tools);
        this.progress = progress;
        this.claims = claims;
        this.texts = new Texts(texts, progress);
        this.evidence = new EvidenceSearch(doubts, progress, time, clock);
    }

    @Override
    public void attach(Carrier carrier) {
        evidence.attach(carrier);
        inbox.attach(carrier);
    }

    @Override
    public void detach(long sessionPk, WaitReason reason) {
        evidence.detach(sessionPk);
        inbox.detach(sessionPk);
    }

    @Override
    public void laneChanged(long laneId) {
        inbox.lane(laneId);
    }

    @Override
    public void clockChanged() {
        inbox.everything();
    }

    @Override
    public void receipt(long sessionPk, EngineEvent.Receipt receipt) {
        var _ = progress.hear(new Word.Received(sessionPk, receipt.messageId(), receipt.level(), receipt.at()));
    }

    @Override
    public void undeliverable(long sessionPk, EngineEvent.Undeliverable event) {
        var _ = progress.hear(new Word.Undelivered(sessionPk, event.messageId(), event.code()));
    }

    @Override
    public void marked(Handing handing, Instant at) {
        inbox.report(new Inbox.Report.Marked(handing, at));
    }

    @Override
    public void done(Handing handing, Optional<SendOutcome> outcome) {
        inbox.report(new Inbox.Report.Done(handing, outcome));
    }

    @Override
    public void start() {
        running = true;
        nextSweep = System.nanoTime() + SWEEP.toNanos();
        thread = Thread.ofPlatform().name("dispatch").start(this::loop);
        searcher = Thread.ofVirtual().name("evidence").start(this::searchEvidence);
    }

    /** Stops deciding; what is being handed over ends by itself, what is only claimed goes back. */
    @Override
    public void stop() {
        running = false;
        inbox.everything();
        Thread searching = searcher;
        Thread stopping = thread;
        try {
            if (searching != null) {
                searching.interrupt();
                searching.join(END_OF_HANDINGS);
            }
            if (stopping != null) {
                stopping.join(END_OF_HANDINGS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The handings under way, for counting. */
    Handings handings() {
        return handings;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void loop() {
        try {
            while (running) {
                try {
                    turn();
                } catch (RuntimeException e) {
                    log.warn("dispatching pauses for a moment: {}", e.getMessage(), e);
                    Thread.sleep(Duration.ofMillis(200));
                }
            }
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void searchEvidence() {
        while (running) {
            try {
                Thread.sleep(BETWEEN_SEARCHES);
                evidence.search().forEach(inbox::lane);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("the search for evidence pauses: {}", e.getMessage());
            }
        }
    }

    private void turn() throws InterruptedException {
        Inbox.Mail mail = inbox.take(ready.isEmpty() ? sleepNanos() : 0);
        take(mail);
        giveBackOrphans();
        long now = System.nanoTime();
        if (mail.everything() || now >= nextSweep) {
            nextSweep = now + SWEEP.toNanos();
            sweep();
        }
        wakes.due(now, ready::add);
        if (!ready.isEmpty() && !tools.lease().left().isZero()) {
            decide();
        }
    }

    /** Everything said is kept until it has been worked in: the database may be away in between. */
    private void take(Inbox.Mail mail) {
        reports(mail.reports());
        try {
            sessions(mail.sessions());
            ready.addAll(roster.renew(mail.lanes()));
            callOffStale(mail.lanes());
        } catch (RuntimeException e) {
            inbox.putBack(mail);
            throw e;
        }
    }

    private void reports(List<Inbox.Report> reports) {
        for (Inbox.Report report : reports) {
            switch (report) {
                case Inbox.Report.Marked marked -> returns.marked(marked.handing(), marked.at());
                case Inbox.Report.Done done -> {
                    Returns.Next next = returns.done(done.handing(), done.outcome());
                    if (next.lookAtLane()) {
                        inbox.lane(done.handing().claim().laneId());
                    }
                    if (next.runner() != null) {
                        ready.add(next.runner());
                    }
                }
            }
        }
    }

    private void sessions(Map<Long, Optional<Carrier>> said) {
        List<Carrier> attaching = new ArrayList<>();
        said.forEach((pk, carrier) -> {
            if (carrier.isPresent()) {
                attaching.add(carrier.get());
                handings.callOff(handing -> handing.claim().sessionPk() == pk
                        && handing.claim().ownerEpoch() != carrier.get().ownerEpoch());
            } else {
                Runner gone = roster.detach(pk);
                if (gone != null) {
                    ready.remove(gone);
                    wakes.cancel(gone);
                }
                handings.callOff(handing -> handing.claim().sessionPk() == pk);
            }
        });
        ready.addAll(roster.attach(attaching));
    }

    /** What was claimed under an older epoch of its lane need not type to the end: it could not be marked. */
    private void callOffStale(Collection<Long> laneIds) {
        handings.callOff(handing -> {
            Claimed claim = handing.claim();
            if (!laneIds.contains(claim.laneId())) {
                return false;
            }
            LaneDesk lane = roster.lane(claim);
            return lane == null || lane.view().epoch() != claim.laneEpoch();
        });
    }

    private void sweep() {
        List<Long> lanes = new ArrayList<>();
        for (Runner runner : roster.runners()) {
            runner.lanes().forEach(lane -> lanes.add(lane.view().id()));
        }
        roster.renew(lanes);
        ready.addAll(roster.runners());
    }

    private void decide() {
        List<Runner> asked = ready.stream().limit(PER_ROUND).toList();
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
                        tools, this, runner.carrier(), claim, text, lane.view().hours(), !known.contains(claim.id())));
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

    /** Claims that found no handing, because the database was away or their session left meanwhile. */
    private void giveBackOrphans() {
        List<Claimed> orphans = handings.orphans();
        if (orphans.isEmpty()) {
            return;
        }
        claims.release(orphans);
        handings.givenBack();
        for (Claimed orphan : orphans) {
            Runner runner = roster.runner(orphan.sessionPk());
            if (runner != null) {
                runner.giveBack(1);
                ready.add(runner);
            }
            inbox.lane(orphan.laneId());
        }
    }

    private long sleepNanos() {
        long now = System.nanoTime();
        return Math.max(0, wakes.next(Math.min(nextSweep, now + LONGEST_SLEEP.toNanos())) - now);
    }

    /** Claims go back; handings that are marked end by themselves, and are waited for. */
    private void drain() throws InterruptedException {
        handings.callOff(handing -> true);
        long deadline = System.nanoTime() + END_OF_HANDINGS.toNanos();
        while (!handings.none() && System.nanoTime() < deadline) {
            reports(inbox.take(Duration.ofMillis(50).toNanos()).reports());
        }
    }
}
