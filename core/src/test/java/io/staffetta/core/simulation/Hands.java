package io.staffetta.core.simulation;

import io.staffetta.core.delivery.AfterOutcome;
import io.staffetta.core.delivery.SendingGuard;
import io.staffetta.core.delivery.SendingGuard.Cause;
import io.staffetta.core.delivery.SendingGuard.Verdict;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.Breaker;
import io.staffetta.core.pacing.HumanRhythm;
import io.staffetta.core.pacing.SendWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node's hands: one message per session at a time, from the claim over the mark and the call to the answer. */
final class Hands {

    private final World world;
    private final Node node;
    private final Sight sight;
    private final Map<Session, Handing> busy = new HashMap<>();
    private final Map<Session, Breaker> breakers = new HashMap<>();

    Hands(World world, Node node) {
        this.world = world;
        this.node = node;
        this.sight = new Sight(world, node.desk());
    }

    void forget() {
        busy.clear();
        breakers.clear();
    }

    /** Claims what a session may send now, or sleeps until it may. */
    void look(Session session) {
        if (busy.containsKey(session) || !session.state.up()) {
            return;
        }
        Instant now = world.clock.business();
        Instant wake = Instant.MAX;
        for (Message m : sight.waiting(session)) {
            Instant possible = sight.possible(m, session, breaker(session), now);
            if (!possible.isAfter(now)) {
                claim(m, session);
                return;
            }
            wake = Node.earlier(wake, possible);
        }
        if (wake.isBefore(SendWindow.NEVER)) {
            node.wake(Duration.between(now, wake));
        }
    }

    private void claim(Message m, Session session) {
        boolean owner = session.owner == node.id && node.tenure().owns(session);
        if (!owner && world.rules.keeps(Guard.CLAIM_NEEDS_OWNER)) {
            return;
        }
        Broken.unless(!m.due.isAfter(world.clock.business()), "claimed before it was due: %s", m);
        world.store.claim(m, session, node.tenure().believedEpoch(session));
        Handing handing = new Handing(m, session, sight.facts(m, session, m.ownerEpoch, m.laneEpoch, true));
        busy.put(session, handing);
        world.mischief.tempted();
        HumanRhythm.Rhythm rhythm = new HumanRhythm(world.clock.random()).draw(60);
        node.later(rhythm.total().toMillis(), () -> {
            if (world.rules.keeps(Guard.MARK_COMES_BEFORE_CALL)) {
                mark(handing);
            } else {
                handing.connection = session.connection;
                handing.markedAt = world.clock.business();
                world.outside.send(
                        call(handing),
                        outcome -> node.heard(() -> mark(handing)).run());
            }
        });
    }

    private void mark(Handing h) {
        Message m = h.message;
        if (h.calledOff || (!h.holds() && world.rules.keeps(Guard.MARK_NEEDS_ITS_CLAIM))) {
            done(h);
            return;
        }
        boolean room = node.memory().room(h.session, world.clock.business());
        SendingGuard.Facts truth = sight.facts(m, h.session, h.ownerEpoch, h.laneEpoch, room);
        SendingGuard.Facts read = world.rules.keeps(Guard.MARK_READS_UNDER_LOCK) ? truth : h.early;
        switch (SendingGuard.decide(world.rules.seen(read))) {
            case Verdict.Go _ -> go(h, truth);
            case Verdict.Skip(var reason) -> {
                world.store.end(m, MessageState.SKIPPED, reason);
                done(h);
            }
            case Verdict.Release(Cause cause) -> {
                m.parked = cause == Cause.RESTRICTED ? h.session.restriction : m.parked;
                if (cause == Cause.NO_ROOM) {
                    node.desk().read(h.session);
                }
                world.store.move(m, MessageState.QUEUED, cause.name());
                done(h);
            }
        }
    }

    private void go(Handing h, SendingGuard.Facts truth) {
        Promises.atMark(truth, h.message);
        h.markedAt = world.clock.business();
        h.attempt = world.store.mark(h.message, h.session, h.markedAt);
        h.connection = h.session.connection;
        h.marked = true;
        if (world.rules.keeps(Guard.LOG_COMES_WITH_MARK)) {
            world.store.log(h.message, h.attempt, h.session, h.markedAt);
        }
        h.limits = Set.copyOf(world.store.limits(h.session));
        node.memory().record(h.session, h.markedAt);
        node.desk().record(h.session, h.markedAt);
        world.mischief.tempted();
        node.later(world.clock.between(0, 200), () -> call(h, h.message));
    }

    private void call(Handing h, Message m) {
        if (!node.leaseHolds() && world.rules.keeps(Guard.LEASE_BEFORE_BYTES)) {
            answered(h, new SendOutcome.NotSent(SendOutcome.Cause.FENCED, "lease ends", Optional.empty()));
            return;
        }
        Broken.unless(h.session.ownerEpoch == h.ownerEpoch, "handed over by a former owner: %s", m);
        Broken.unless(m.state == MessageState.SENDING && m.attempt == h.attempt, "handed over unmarked: %s", m);
        world.mischief.tempted();
        world.outside.send(
                call(h), outcome -> node.heard(() -> heard(h, outcome)).run());
    }

    /** The database may let the answer wait. */
    private void heard(Handing h, SendOutcome outcome) {
        node.later(world.clock.chance(0.3) ? world.clock.between(0, 5_000) : 0, () -> answered(h, outcome));
        world.mischief.answerAtHand(node);
    }

    private Outside.Call call(Handing h) {
        return new Outside.Call(h.message, h.attempt, h.session, h.connection, h.markedAt, h.message.forced, h.limits);
    }

    private void answered(Handing h, SendOutcome outcome) {
        world.settlement.answer(h, outcome).ifPresent(next -> {
            if (world.rules.givesSlotBack(next)) {
                node.desk().giveBack(h.session, h.markedAt);
            }
            switch (next) {
                case AfterOutcome.Next.Sent _ -> breaker(h.session).succeeded();
                case AfterOutcome.Next.Retry retry when !retry.burnsAttempt() -> {}
                case AfterOutcome.Next.Retry _, AfterOutcome.Next.Resend _, AfterOutcome.Next.Doubt _ ->
                    breaker(h.session).failed(world.clock.business());
                case AfterOutcome.Next.Park _, AfterOutcome.Next.Fail _ -> {}
            }
        });
        done(h);
    }

    /** What has not been marked goes back at once. */
    void callOff(Session session) {
        Handing h = busy.get(session);
        if (h != null && !h.marked) {
            h.calledOff = true;
            if (h.holds()) {
                world.store.move(h.message, MessageState.QUEUED, "session down");
            }
            done(h);
        }
    }

    private void done(Handing h) {
        busy.remove(h.session, h);
        node.poke();
    }

    private Breaker breaker(Session session) {
        return breakers.computeIfAbsent(session, s -> new Breaker());
    }
}
