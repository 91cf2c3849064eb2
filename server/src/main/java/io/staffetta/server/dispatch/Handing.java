package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.HumanRhythm;
import io.staffetta.server.queue.AttemptIds;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.queue.Claims;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.HaltPoint;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Mark;
import io.staffetta.server.queue.Marked;
import io.staffetta.server.queue.Outcome;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.RefusedMessage;
import io.staffetta.server.queue.Word;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one claimed message out, on a virtual thread: the human sequence, the mark of sending, the engine's call, the
 * result. Until the mark it can be called off at any time.
 */
final class Handing implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Handing.class);
    private static final Duration COURTESY = Duration.ofSeconds(5);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TURNS = Duration.ofMillis(500);

    /** What a handing needs, the same for all. */
    record Tools(
            Progress progress,
            Claims claims,
            BusinessTime time,
            Clock clock,
            RandomGenerator random,
            HumanRhythm rhythm,
            LeaseCheck lease,
            Halts halts,
            Refusals refusals,
            Baggage baggage,
            Bulkheads bulkheads) {}

    /** Hears how it went; called from the handing's thread. */
    interface Watcher {

        /** The message counts in the number's window from this business time on. */
        void marked(Handing handing, Instant at);

        /** It is over. The outcome is empty if the message was never handed over. */
        void done(Handing handing, Optional<SendOutcome> outcome);
    }

    private final Tools tools;
    private final Watcher watcher;
    private final Slot slot;
    private final Carrier carrier;
    private final Claimed claim;
    private final MessageTexts.Rendered.Text content;
    private final BusinessHours hours;
    private final boolean firstContact;
    private final CountDownLatch calledOff = new CountDownLatch(1);
    private final CompletableFuture<Boolean> place = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Handing before;
    private volatile Instant markedAt = Instant.MIN;
    private volatile boolean refused;
    private volatile boolean failed;

    Handing(
            Tools tools,
            Watcher watcher,
            Slot slot,
            Claimed claim,
            MessageTexts.Rendered.Text content,
            BusinessHours hours,
            boolean firstContact) {
        this.tools = tools;
        this.watcher = watcher;
        this.slot = slot;
        this.carrier = slot.runner().carrier();
        this.claim = claim;
        this.content = content;
        this.hours = hours;
        this.firstContact = firstContact;
    }

    Claimed claim() {
        return claim;
    }

    Slot slot() {
        return slot;
    }

    Carrier carrier() {
        return carrier;
    }

    /** When it was marked, in business time; {@link Instant#MIN} if it was not. */
    Instant markedAt() {
        return markedAt;
    }

    /** Whether it was marked: from then on the message may have left. */
    boolean marked() {
        return !markedAt.equals(Instant.MIN);
    }

    /** Whether the number turned out to have no room for it: others sent from the number too, or its clock was set. */
    boolean refused() {
        return refused;
    }

    /** Whether something broke: its session had better not try again at once. */
    boolean failed() {
        return failed;
    }

    /** Whether its person may be seeing signs of it although it is not marked yet. */
    boolean beingTyped() {
        return rhythmic() && !marked();
    }

    /** Begins only when this one is over: messages of a number to one person keep their order. */
    void after(@Nullable Handing other) {
        before = other;
    }

    /** Gives the message back if it has not been marked yet. */
    void callOff() {
        calledOff.countDown();
        place.complete(false);
    }

    @Override
    public void run() {
        Optional<SendOutcome> outcome = Optional.empty();
        try {
            Handing first = before;
            if (first != null) {
                first.over.await();
                before = null;
            }
            outcome = carryOutOrGiveBack();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
            watcher.done(this, outcome);
        }
    }

    private Optional<SendOutcome> carryOutOrGiveBack() throws InterruptedException {
        try {
            return carryOut();
        } catch (RuntimeException e) {
            log.error("message {} could not be carried out", claim.id(), e);
            failed = true;
            if (!marked()) {
                giveBack();
            }
            return Optional.empty();
        }
    }

    private void giveBack() throws InterruptedException {
        persist("giving back message", () -> tools.claims().release(List.of(claim)));
    }

    private Optional<SendOutcome> carryOut() throws InterruptedException {
        if (rhythmic() && !actHuman()) {
            giveBack();
            return Optional.empty();
        }
        Optional<Attachments.Ready> attached = tools.baggage().ready(claim, content.media());
        UUID attempt = AttemptIds.of(claim.id(), tools.random().nextLong());
        String messageId = carrier.connection().messageId("3EB0" + hex(attempt), COURTESY);
        if (!awaitTurn(messageId)) {
            giveBack();
            return Optional.empty();
        }
        Optional<Bulkhead> bulkhead = tools.bulkheads().of(carrier);
        bulkhead.ifPresent(shared -> shared.ask(place));
        boolean crowded = bulkhead.isPresent() && !place.isDone();
        if (bulkhead.isPresent() && !place.join()) {
            giveBack();
            return Optional.empty();
        }
        try {
            if (crowded) {
                // The turn has grown old: those who waited together would leave together.
                var _ = carrier.connection().awaitTurn(messageId, COURTESY);
            }
            return handOver(attempt, messageId, attached);
        } finally {
            bulkhead.ifPresent(Bulkhead::leave);
        }
    }

    /** The number's turn, for which no place is kept from others. Returns false if it was called off. */
    private boolean awaitTurn(String messageId) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_CALL.toNanos();
        // Whose turn is too far away is told so when it is sent, and the number rests.
        while (!carrier.connection().awaitTurn(messageId, COURTESY) && System.nanoTime() < deadline) {
            if (calledOff.await(BETWEEN_TURNS.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private Optional<SendOutcome> handOver(UUID attempt, String messageId, Optional<Attachments.Ready> attached)
            throws InterruptedException {
        Instant now = tools.time().now(carrier.capabilities().simulated());
        Mark mark = new Mark(
                claim,
                attempt,
                messageId,
                carrier.numberKey(),
                now,
                carrier.restriction() != null && firstContact,
                hours.open(now));
        if (!mark(mark)) {
            return Optional.empty();
        }
        markedAt = now;
        watcher.marked(this, now);
        tools.halts().pass(HaltPoint.AFTER_SENDING_COMMIT);
        SendOutcome outcome = attached.orElse(null) instanceof Attachments.Ready.Stopped(SendOutcome stopped)
                ? stopped
                : send(mark, attached);
        tools.halts().pass(HaltPoint.AFTER_ACCEPTANCE);
        settle(new Outcome(mark, outcome, restrictionId()));
        tools.halts().pass(HaltPoint.AFTER_COMMIT);
        if (outcome instanceof SendOutcome.Refused refusal) {
            tools.refusals()
                    .tell(RefusedMessage.of(claim, refusal, tools.clock().instant()));
        }
        return Optional.of(outcome);
    }

    private boolean mark(Mark mark) throws InterruptedException {
        try {
            Marked marked = tools.progress().mark(mark);
            refused = marked instanceof Marked.NoRoom;
            return marked instanceof Marked.Go;
        } catch (RuntimeException e) {
            // Nobody knows whether the mark was committed; nothing was handed over, so it is taken back either way.
            failed = true;
            log.warn("message {} could not be marked: {}", claim.id(), e.getMessage());
            settle(new Outcome(
                    mark,
                    new SendOutcome.NotSent(SendOutcome.Cause.SESSION_NOT_READY, "database away", Optional.empty()),
                    0));
            return false;
        }
    }

    private SendOutcome send(Mark mark, Optional<Attachments.Ready> attached) {
        Duration left = tools.lease().left();
        if (left.isZero()) {
            return new SendOutcome.NotSent(SendOutcome.Cause.FENCED, "lease ends", Optional.empty());
        }
        Duration patience = left.compareTo(LONGEST_CALL) < 0 ? left : LONGEST_CALL;
        OutboundMessage message = new OutboundMessage(
                mark.attemptId(),
                mark.messageId(),
                claim.phone(),
                content.text(),
                firstContact,
                content.template(),
                attached.flatMap(Handing::media));
        try {
            return carrier.connection().send(message, patience);
        } catch (RuntimeException e) {
            log.error("the engine threw on message {}", claim.id(), e);
            return new SendOutcome.Unknown(e.getClass().getSimpleName());
        }
    }

    private static Optional<Media> media(Attachments.Ready ready) {
        return ready instanceof Attachments.Ready.Go(Media media) ? Optional.of(media) : Optional.empty();
    }

    private void settle(Outcome outcome) throws InterruptedException {
        persist("the result of message", () -> {
            var _ = tools.progress().settle(new Word.Answered(outcome));
        });
    }

    /** What has to be written is never dropped while the process lives: without a result a message is in doubt. */
    private void persist(String what, Runnable write) throws InterruptedException {
        Duration pause = Duration.ofMillis(200);
        while (true) {
            try {
                write.run();
                return;
            } catch (RuntimeException e) {
                log.warn("{} {} waits for the database: {}", what, claim.id(), e.getMessage());
                Thread.sleep(pause);
                pause = pause.compareTo(COURTESY) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
    }

    /** Whether the person can be shown that somebody reads and types: nobody types a template. */
    private boolean visible() {
        boolean reachable = carrier.capabilities().typingBeforeFirstMessage() || !firstContact;
        return reachable && content.template().isEmpty();
    }

    /** Whether the human sequence precedes it: where nobody sees it, only its pauses may be needed. */
    private boolean rhythmic() {
        return carrier.typingSimulation()
                && (visible() || carrier.capabilities().needsPacing());
    }

    /** Within its limits: seen, a pause, typing, or the pauses alone. Returns false if it was called off. */
    private boolean actHuman() throws InterruptedException {
        if (calledOff.getCount() == 0) {
            return false;
        }
        HumanRhythm.Rhythm rhythm = tools.rhythm()
                .draw(content.text().codePointCount(0, content.text().length()));
        if (!claim.forced()) {
            step("rate_limit_ok");
        }
        if (!visible()) {
            step("waiting_human");
            return pause(rhythm.pause().plus(rhythm.typing()));
        }
        step("reading");
        carrier.connection().seen(claim.phone(), COURTESY);
        step("waiting_human");
        if (!pause(rhythm.pause())) {
            return false;
        }
        step("typing");
        carrier.connection().typing(claim.phone(), true, COURTESY);
        tools.halts().pass(HaltPoint.WHILE_TYPING);
        boolean undisturbed = pause(rhythm.typing());
        carrier.connection().typing(claim.phone(), false, COURTESY);
        return undisturbed;
    }

    private boolean pause(Duration business) throws InterruptedException {
        Duration real = tools.time().real(carrier.capabilities().simulated(), business);
        return !calledOff.await(real.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void step(String phase) {
        tools.progress()
                .tell(new Event(
                        tools.clock().instant(),
                        claim.ownerId(),
                        Event.Kind.MESSAGE,
                        phase,
                        claim.id(),
                        claim.campaignId(),
                        claim.sessionPk(),
                        claim.laneId(),
                        null,
                        claim.attempts() + 1,
                        null,
                        null));
    }

    private long restrictionId() {
        Carrier.Restriction restriction = carrier.restriction();
        return restriction == null ? 0 : restriction.id();
    }

    /** Ids look like those of linked devices: 3EB0 and 18 more hexadecimal digits. */
    private static String hex(UUID id) {
        return id.toString().replace("-", "").substring(0, 18).toUpperCase(java.util.Locale.ROOT);
    }
}
