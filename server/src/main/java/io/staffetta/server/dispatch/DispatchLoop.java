package io.staffetta.server.dispatch;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.Delay;
import io.staffetta.core.pacing.HumanRhythm;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Claims;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.HaltPoint;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Head;
import io.staffetta.server.queue.LaneBoard;
import io.staffetta.server.queue.LaneWait;
import io.staffetta.server.queue.Probe;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.queue.Word;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
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
class DispatchLoop implements Dispatcher, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

    /** Most sessions asked in one round: bounds the claim's statement. */
    private static final int PER_ROUND = 512;

    /** However quiet it is, all lanes are looked at again after this long: a lost hint costs seconds, not messages. */
    private static final Duration SWEEP = Duration.ofSeconds(30);

    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(1);

    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

    private final Inbox inbox = new Inbox();
    private final Roster roster;
    private final LaneBoard board;
    private final Claims claims;
    private final Progress progress;
    private final MessageTexts texts;
    private final Handing.Tools tools;
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparingLong(Wake::nanos));
    private final Set<Runner> ready = new LinkedHashSet<>();
    private final Map<Long, Handing> handings = new HashMap<>();

    /** Claims that found no handing and wait to be given back. */
    private final List<Claimed> orphans = new ArrayList<>();

    private final Handing.Watcher watcher = new Handing.Watcher() {
        @Override
        public void marked(Handing handing, Instant at) {
            inbox.report(new Inbox.Report.Marked(handing, at));
        }

        @Override
        public void done(Handing handing, Optional<SendOutcome> outcome) {
            inbox.report(new Inbox.Report.Done(handing, outcome));
        }
    };
    private final EvidenceSearch evidence;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Thread searcher;
    private volatile boolean running;
    private long nextSweep;

    private record Wake(long nanos, Runner runner) {}

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
        this.roster = new Roster(board, sendLog, time);
        this.board = board;
        this.claims = claims;
        this.progress = progress;
        this.texts = texts;
        this.evidence = new EvidenceSearch(doubts, progress, time, clock);
        this.tools = new Handing.Tools(progress, claims, time, clock, random, new HumanRhythm(random), lease, halts);
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
        if (searching != null) {
            searching.interrupt();
        }
        Thread stopping = thread;
        if (stopping != null) {
            try {
                stopping.join(Duration.ofSeconds(25));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void loop() {
        while (running) {
            try {
                turn();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("dispatching pauses for a moment: {}", e.getMessage(), e);
                pause();
            }
        }
        drain();
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
        while (!wakes.isEmpty() && wakes.peek().nanos() <= now) {
            Wake wake = wakes.poll();
            if (wake != null && wake.runner().wakeNanos() == wake.nanos()) {
                ready.add(wake.runner());
            }
        }
        decide();
    }

    /** Everything said is kept until it has been worked in: the database may be away in between. */
    private void take(Inbox.Mail mail) {
        try {
            reports(mail.reports());
            sessions(mail.sessions());
            ready.addAll(roster.renew(mail.lanes()));
            callOffStale(mail.lanes());
        } catch (RuntimeException e) {
            mail.sessions().values().forEach(carrier -> carrier.ifPresent(inbox::attach));
            mail.lanes().forEach(inbox::lane);
            throw e;
        }
    }

    private void sessions(Map<Long, Optional<Carrier>> said) {
        List<Carrier> attaching = new ArrayList<>();
        said.forEach((pk, carrier) -> {
            if (carrier.isPresent()) {
                attaching.add(carrier.get());
            } else {
                Runner gone = roster.detach(pk);
                if (gone != null) {
                    ready.remove(gone);
                    gone.wakeNanos(Long.MAX_VALUE);
                }
                callOff(handing -> handing.claim().sessionPk() == pk);
            }
        });
        callOff(handing -> attaching.stream()
                .anyMatch(c -> c.sessionPk() == handing.claim().sessionPk()
                        && c.ownerEpoch() != handing.claim().ownerEpoch()));
        ready.addAll(roster.attach(attaching));
    }

    private void callOff(java.util.function.Predicate<Handing> which) {
        handings.values().stream().filter(which).forEach(Handing::callOff);
    }

    /** What was claimed under an older epoch of its lane need not type to the end: it could not be marked. */
    private void callOffStale(Collection<Long> laneIds) {
        callOff(handing -> {
            Claimed claim = handing.claim();
            if (!laneIds.contains(claim.laneId())) {
                return false;
            }
            Runner runner = roster.runner(claim.sessionPk());
            LaneDesk lane = runner == null ? null : runner.lane(claim.laneId());
            return lane == null || lane.view().epoch() != claim.laneEpoch();
        });
    }

    private void reports(List<Inbox.Report> reports) {
        for (Inbox.Report report : reports) {
            switch (report) {
                case Inbox.Report.Marked marked -> {
                    Runner runner = roster.runner(marked.handing().claim().sessionPk());
                    if (runner != null) {
                        runner.number().used(marked.at());
                    }
                }
                case Inbox.Report.Done done -> done(done.handing(), done.outcome());
            }
        }
    }

    private void done(Handing handing, Optional<SendOutcome> outcome) {
        Claimed claim = handing.claim();
        handings.remove(claim.id());
        Runner runner = roster.runner(claim.sessionPk());
        if (runner == null) {
            return;
        }
        runner.busy(-1);
        if (handing.markedAt().equals(Instant.MIN)) {
            runner.number().giveBack(1);
        }
        Instant now = tools.time().now(runner.carrier().capabilities().simulated());
        LaneDesk lane = runner.lane(claim.laneId());
        outcome.ifPresent(how -> after(how, handing, runner, lane, now));
        boolean accepted = outcome.isPresent() && outcome.get() instanceof SendOutcome.Accepted;
        if (lane != null && (!accepted || !lane.hasWaiting())) {
            // It may be back in the queue with a time, or have brought a follow-up.
            inbox.lane(claim.laneId());
        }
        ready.add(runner);
    }

    private void after(SendOutcome how, Handing handing, Runner runner, @Nullable LaneDesk lane, Instant now) {
        switch (how) {
            case SendOutcome.Accepted accepted -> runner.breaker().succeeded();
            case SendOutcome.Refused refused -> runner.breaker().succeeded();
            case SendOutcome.NotSent notSent -> {
                runner.number().unused(handing.markedAt());
                notSent(notSent, runner, now);
            }
            case SendOutcome.Unknown unknown -> failed(runner, now);
        }
        if (lane != null && !lane.view().direct()) {
            Delay message = lane.view().messageDelay();
            Delay contact = lane.view().contactDelay();
            Duration gap = message.draw(tools.random());
            Duration between = contact.draw(tools.random());
            lane.went(now, gap.compareTo(between) < 0 ? between : gap);
        }
    }

    private void notSent(SendOutcome.NotSent notSent, Runner runner, Instant now) {
        switch (notSent.cause()) {
            case UNREACHABLE, THROTTLED -> failed(runner, now);
            case SESSION_NOT_READY, FENCED -> runner.rest(now.plus(Runner.shortRest()));
            case RESTRICTED -> {}
        }
    }

    private void failed(Runner runner, Instant now) {
        if (runner.breaker().failed(now)) {
            Carrier carrier = runner.carrier();
            log.warn("session {} rests after repeated failures", carrier.sessionPk());
            progress.tell(Event.session(
                    tools.clock().instant(), carrier.ownerId(), carrier.sessionPk(), "resting", "breaker", null));
        }
    }

    private void sweep() {
        List<Long> lanes = new ArrayList<>();
        for (Runner runner : roster.runners()) {
            runner.lanes().forEach(lane -> lanes.add(lane.view().id()));
        }
        roster.renew(lanes);
        ready.addAll(roster.runners());
    }

    /** Asks the sessions that may send, claims for them, and starts the handings. */
    private void decide() {
        List<Probe> probes = new ArrayList<>();
        List<LaneBoard.WaitChange> waits = new ArrayList<>();
        List<Runner> asked = new ArrayList<>();
        if (tools.lease().left().isZero()) {
            return;
        }
        for (Runner runner : ready) {
            if (asked.size() == PER_ROUND) {
                break;
            }
            asked.add(runner);
            Instant now = now(runner);
            Runner.Plan plan = runner.plan(now);
            probes.addAll(plan.probes());
            showWaits(runner, now, plan.waiting(), waits);
            wake(runner, now, plan.wakeAt());
        }
        asked.forEach(ready::remove);
        if (!waits.isEmpty()) {
            board.write(waits);
        }
        if (!probes.isEmpty()) {
            claim(probes);
        }
    }

    private void claim(List<Probe> probes) {
        List<Claimed> claimed;
        try {
            claimed = claims.claim(probes);
        } catch (RuntimeException e) {
            probes.forEach(probe -> unclaimed(probe, probe.most()));
            probes.forEach(probe -> {
                Runner runner = roster.runner(probe.sessionPk());
                if (runner != null) {
                    ready.add(runner);
                }
            });
            throw e;
        }
        tools.halts().pass(HaltPoint.AFTER_CLAIM);
        Map<Long, List<Claimed>> byLane = new LinkedHashMap<>();
        claimed.forEach(
                c -> byLane.computeIfAbsent(c.laneId(), id -> new ArrayList<>()).add(c));
        List<Probe> exhausted = new ArrayList<>();
        for (Probe probe : probes) {
            int found = byLane.getOrDefault(probe.laneId(), List.of()).size();
            unclaimed(probe, probe.most() - found);
            Runner runner = roster.runner(probe.sessionPk());
            LaneDesk lane = runner == null ? null : runner.lane(probe.laneId());
            if (runner == null || lane == null) {
                continue;
            }
            lane.found(probe.key(), found, probe.most());
            if (found < probe.most() && probe.key() == 0) {
                exhausted.add(probe);
            }
            ready.add(runner);
        }
        orphans.addAll(claimed);
        hand(claimed);
        lookAhead(exhausted);
    }

    private void giveBackOrphans() {
        if (orphans.isEmpty()) {
            return;
        }
        claims.release(orphans);
        for (Claimed orphan : orphans) {
            Runner runner = roster.runner(orphan.sessionPk());
            if (runner != null) {
                idleAgain(runner);
                ready.add(runner);
            }
            inbox.lane(orphan.laneId());
        }
        orphans.clear();
    }

    /** Slots that were reserved for a probe and not needed. */
    private void unclaimed(Probe probe, int slots) {
        Runner runner = roster.runner(probe.sessionPk());
        if (runner != null && slots > 0) {
            runner.busy(-slots);
            runner.number().giveBack(slots);
        }
    }

    private void lookAhead(List<Probe> exhausted) {
        if (exhausted.isEmpty()) {
            return;
        }
        Map<Long, Head> heads = claims.heads(exhausted);
        for (Probe probe : exhausted) {
            Runner runner = roster.runner(probe.sessionPk());
            LaneDesk lane = runner == null ? null : runner.lane(probe.laneId());
            if (lane != null) {
                lane.nextHead(heads.get(probe.laneId()));
            }
        }
    }

    private void hand(List<Claimed> claimed) {
        List<Claimed> going = new ArrayList<>();
        Set<Long> known = knownChats(claimed);
        for (Claimed claim : claimed) {
            if (known.contains(claim.id()) || !parked(claim)) {
                going.add(claim);
            }
        }
        Map<Long, String> readyTexts = new Texts(texts, progress).of(going);
        for (Claimed claim : going) {
            Runner runner = roster.runner(claim.sessionPk());
            LaneDesk lane = runner == null ? null : runner.lane(claim.laneId());
            String text = readyTexts.get(claim.id());
            if (text == null) {
                orphans.remove(claim);
                idleAgain(runner);
            } else if (runner != null && lane != null) {
                orphans.remove(claim);
                Handing handing = new Handing(
                        tools,
                        watcher,
                        runner.carrier(),
                        claim,
                        text,
                        lane.view().hours(),
                        !known.contains(claim.id()));
                handings.put(claim.id(), handing);
                Thread.ofVirtual().name("handing-" + claim.id()).start(handing);
            }
        }
    }

    private static void idleAgain(@Nullable Runner runner) {
        if (runner != null) {
            runner.busy(-1);
            runner.number().giveBack(1);
        }
    }

    /** Only a restricted number needs to know whom it has a chat with. */
    private Set<Long> knownChats(List<Claimed> claimed) {
        List<Claimed> restricted = claimed.stream()
                .filter(claim -> {
                    Runner runner = roster.runner(claim.sessionPk());
                    return runner != null && runner.restrictionId() != 0;
                })
                .toList();
        return restricted.isEmpty() ? Set.of() : claims.knownChats(restricted);
    }

    /** Under a restriction first contacts are set aside, and the next one is looked at. */
    private boolean parked(Claimed claim) {
        Runner runner = roster.runner(claim.sessionPk());
        Carrier.Restriction restriction =
                runner == null ? null : runner.carrier().restriction();
        if (runner == null || restriction == null) {
            return false;
        }
        claims.park(claim, restriction.id());
        orphans.remove(claim);
        idleAgain(runner);
        LaneDesk lane = runner.lane(claim.laneId());
        if (lane != null) {
            Instant now = now(runner);
            lane.parked(now, restriction.id(), restriction.until());
        }
        return true;
    }

    private void showWaits(
            Runner runner, Instant now, @Nullable LaneWait ofSession, List<LaneBoard.WaitChange> changes) {
        if (!runner.idle()) {
            return;
        }
        for (LaneDesk lane : runner.lanes()) {
            LaneWait wait = runner.waitOf(lane, now, ofSession);
            if (!lane.shows(wait)) {
                changes.add(new LaneBoard.WaitChange(lane.viewWithHead(), wait));
                lane.shown(wait);
            }
        }
    }

    private void wake(Runner runner, Instant now, @Nullable Instant at) {
        if (at == null) {
            runner.wakeNanos(Long.MAX_VALUE);
            return;
        }
        Duration real = tools.time().real(runner.carrier().capabilities().simulated(), Duration.between(now, at));
        Duration bounded = real.compareTo(Duration.ofHours(1)) < 0 ? real : Duration.ofHours(1);
        long nanos = System.nanoTime() + bounded.toNanos();
        runner.wakeNanos(nanos);
        wakes.add(new Wake(nanos, runner));
    }

    private Instant now(Runner runner) {
        return tools.time().now(runner.carrier().capabilities().simulated());
    }

    private long sleepNanos() {
        long now = System.nanoTime();
        long until = Math.min(nextSweep, now + LONGEST_SLEEP.toNanos());
        Wake next = wakes.peek();
        return Math.max(0, next == null ? until - now : Math.min(until, next.nanos()) - now);
    }

    /** Claims go back; handings that are marked end by themselves, and are waited for. */
    private void drain() {
        handings.values().forEach(Handing::callOff);
        long deadline = System.nanoTime() + Duration.ofSeconds(22).toNanos();
        while (!handings.isEmpty() && System.nanoTime() < deadline) {
            try {
                reports(inbox.take(Duration.ofMillis(50).toNanos()).reports());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(200));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
