package io.staffetta.server.dispatch;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.WaitReason;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.HumanRhythm;
import io.staffetta.server.queue.Claims;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.LaneBoard;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.RefusedMessage;
import io.staffetta.server.queue.SendLog;
import io.staffetta.server.queue.Word;
import io.staffetta.server.storage.SqlFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread that decides. It sleeps until a session's time has come or something is said, works in what was said,
 * and lets those send whose turn it is. Idle sessions cost nothing but their place in memory.
 */
@Component
class DispatchLoop implements Dispatcher, SmartLifecycle, Handing.Watcher {

    private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

    /** After a failure, the first and the longest. */
    private static final Duration SHORT_PAUSE = Duration.ofMillis(200);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** However quiet it is, all lanes are looked at again after this long: a lost hint costs seconds, not messages. */
    private static final Duration LONGEST_SWEEP = Duration.ofSeconds(30);

    private static final Duration WITHOUT_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration END_OF_HANDINGS = Duration.ofSeconds(12);

    private final Inbox inbox = new Inbox();
    private final Wakes wakes = new Wakes();
    private final Handings handings = new Handings();
    private final Set<Runner> ready = new LinkedHashSet<>();
    private final Roster roster;
    private final Mailroom mailroom;
    private final Launch launch;
    private final Progress progress;
    private final Refusals refusals;
    private final LeaseCheck lease;
    private final ClockGap gap;
    private final EvidenceSearch evidence;
    private final Lookouts lookouts;
    private final List<Inbox.Quiet> quiets = new ArrayList<>();
    private final Duration sweep;
    private volatile @Nullable Thread thread;
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
            ClockGap gap,
            Halts halts,
            BusinessTime time,
            Clock clock,
            RandomGenerator random,
            Refusals refusals,
            Baggage baggage,
            @Value("${WAHA_WORKER_INTERVAL:60}") int idlePollSeconds) {
        this.sweep = sweepWithin(idlePollSeconds);
        Handing.Tools tools = new Handing.Tools(
                progress,
                claims,
                time,
                clock,
                random,
                new HumanRhythm(random),
                lease,
                halts,
                refusals,
                baggage,
                new Bulkheads());
        this.roster = new Roster(board, sendLog, time);
        this.mailroom = new Mailroom(inbox, roster, handings, wakes, tools, ready);
        Round round = new Round(roster, wakes, board, claims, time, halts);
        this.launch = new Launch(roster, round, handings, new Texts(texts, progress), tools, this, ready);
        this.progress = progress;
        this.refusals = refusals;
        this.lease = lease;
        this.gap = gap;
        this.evidence = new EvidenceSearch(doubts, progress, time, clock);
        this.lookouts = new Lookouts(evidence, gap, inbox);
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
    public CompletionStage<Void> quiet(long sessionPk) {
        Inbox.Quiet quiet = new Inbox.Quiet(sessionPk, new CompletableFuture<>());
        inbox.quiet(quiet);
        return quiet.reached();
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
    public CompletionStage<Void> receipt(long sessionPk, EngineEvent.Receipt receipt) {
        return taken(new Word.Received(
                sessionPk,
                receipt.messageId(),
                receipt.level(),
                receipt.at(),
                receipt.attemptId().orElse(null)));
    }

    @Override
    public CompletionStage<Void> undeliverable(long sessionPk, EngineEvent.Undeliverable event) {
        return taken(new Word.Undelivered(
                sessionPk,
                event.messageId(),
                event.refusal(),
                event.at(),
                event.attemptId().orElse(null)));
    }

    private CompletionStage<Void> taken(Word word) {
        try {
            return progress.hear(word).thenCompose(settled -> tellOf(settled.undelivered()));
        } catch (Problem e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What follows for others from a message that could not be delivered; not on the writers' thread, since it may block. */
    private CompletionStage<Void> tellOf(@Nullable RefusedMessage undelivered) {
        return undelivered == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> refusals.tell(undelivered), Thread::startVirtualThread);
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
        nextSweep = System.nanoTime() + sweep.toNanos();
        lookouts.start();
        thread = Thread.ofPlatform().name("dispatch").start(this::loop);
    }

    /** Stops deciding; what is being handed over ends by itself, what is only claimed goes back. */
    @Override
    public void stop() {
        running = false;
        inbox.everything();
        Thread stopping = thread;
        try {
            lookouts.stop(END_OF_HANDINGS);
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
        Duration pause = SHORT_PAUSE;
        try {
            while (running) {
                try {
                    turn();
                    pause = SHORT_PAUSE;
                } catch (RuntimeException e) {
                    tell(e);
                    Thread.sleep(pause);
                    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
                }
            }
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What passes by itself, or when there is room on the disk again, is no riddle: one line will do. */
    private static void tell(RuntimeException e) {
        if (SqlFailure.mayPassLater(e)) {
            log.warn("dispatching pauses for a moment: {}", e.getMessage());
        } else {
            log.warn("dispatching pauses for a moment: {}", e.getMessage(), e);
        }
    }

    private void turn() throws InterruptedException {
        Inbox.Mail mail = inbox.take(patience());
        mailroom.work(mail);
        launch.giveBackOrphans().forEach(inbox::lane);
        quiets.addAll(mail.quiets());
        tellWhoWaitsForQuiet();
        long now = System.nanoTime();
        if (mail.everything() || now >= nextSweep) {
            nextSweep = now + sweep.toNanos();
            sweep();
        }
        wakes.due(now, ready::add);
        if (ready.isEmpty()) {
            return;
        }
        if (gap.open()) {
            launch.hold();
        } else if (!lease.left().isZero()) {
            launch.go();
        }
    }

    private void tellWhoWaitsForQuiet() {
        quiets.removeIf(quiet -> {
            boolean reached = handings.none(quiet.sessionPk());
            if (reached) {
                quiet.reached().complete(null);
            }
            return reached;
        });
    }

    /** How often all lanes are looked at: within what the user allows at most, and never more seldom than is good. */
    static Duration sweepWithin(int seconds) {
        if (seconds < 1) {
            throw new IllegalArgumentException("WAHA_WORKER_INTERVAL must be 1 second or more, not " + seconds);
        }
        Duration wanted = Duration.ofSeconds(seconds);
        return wanted.compareTo(LONGEST_SWEEP) < 0 ? wanted : LONGEST_SWEEP;
    }

    private void sweep() {
        List<Long> lanes = new ArrayList<>();
        for (Runner runner : roster.runners()) {
            runner.lanes().forEach(lane -> lanes.add(lane.view().id()));
        }
        roster.renew(lanes);
        roster.reloadNumbers();
        ready.addAll(roster.runners());
    }

    /** How long to wait for something to be said: not at all while somebody is ready and may go. */
    private long patience() {
        if (ready.isEmpty()) {
            return sleepNanos();
        }
        return gap.open() || !lease.left().isZero() ? 0 : WITHOUT_LEASE.toNanos();
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
            mailroom.reports(inbox.take(Duration.ofMillis(50).toNanos()).reports());
        }
    }
}
