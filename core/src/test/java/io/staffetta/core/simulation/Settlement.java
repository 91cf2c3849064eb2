package io.staffetta.core.simulation;

import io.staffetta.core.delivery.AfterEvidence;
import io.staffetta.core.delivery.AfterOutcome;
import io.staffetta.core.delivery.AfterReceipt;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.ReceiptLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is written when an engine has spoken: answers, receipts, evidence. */
final class Settlement {

    private final World world;

    Settlement(World world) {
        this.world = world;
    }

    /** Writes an answer; returns whether it was the one that is waited for, and what followed. */
    Optional<AfterOutcome.Next> answer(Handing handing, SendOutcome outcome) {
        Message m = handing.message;
        boolean waitedFor = m.state == MessageState.SENDING || m.state == MessageState.IN_DOUBT;
        if ((m.attempt != handing.attempt && world.rules.keeps(Guard.ANSWER_NEEDS_ITS_ATTEMPT))
                || (!waitedFor && world.rules.keeps(Guard.ANSWER_IS_WAITED_FOR))) {
            return Optional.empty();
        }
        Instant now = world.clock.business();
        Instant since = m.firstAttempt == null ? now : m.firstAttempt;
        AfterOutcome.Next next = world.rules.outcome(
                outcome,
                new AfterOutcome.Attempt(Math.max(1, m.attempts), since, now, resendUntil(m)),
                world.clock.random());
        if (next.state() == m.state) {
            return Optional.empty();
        }
        write(handing, next);
        return Optional.of(next);
    }

    private void write(Handing handing, AfterOutcome.Next next) {
        Message m = handing.message;
        if (world.rules.givesSlotBack(next)) {
            world.store.unlog(m, handing.attempt);
        }
        if (next instanceof AfterOutcome.Next.Fail(EndReason reason, boolean _)) {
            world.store.end(m, next.state(), reason);
        } else {
            world.store.move(m, next.state(), next.toString());
        }
        switch (next) {
            case AfterOutcome.Next.Sent(String id) -> sent(handing, id);
            case AfterOutcome.Next.Retry(Instant due, boolean burns) -> {
                m.due = due;
                m.attempts -= burns ? 0 : 1;
            }
            case AfterOutcome.Next.Park _ -> {
                m.parked = handing.session.restriction;
                m.attempts--;
            }
            case AfterOutcome.Next.Resend(Instant due) -> {
                m.due = due;
                m.mayHaveLeft = true;
            }
            case AfterOutcome.Next.Fail _ -> {}
            case AfterOutcome.Next.Doubt _ -> doubt(m);
        }
    }

    private void sent(Handing handing, String id) {
        Message m = handing.message;
        m.engineId = id;
        if (!world.rules.keeps(Guard.LOG_COMES_WITH_MARK)) {
            world.store.log(m, handing.attempt, handing.session, handing.markedAt);
        }
        world.store.chats.add(Store.chat(handing.session.number, m.phone));
        ReceiptLevel early = world.store.earlyReceipts.remove(id);
        if (early != null) {
            receipt(id, early);
        }
    }

    void receipt(String engineId, ReceiptLevel level) {
        Optional<Message> found = withId(engineId);
        if (found.isEmpty()) {
            if (world.rules.keeps(Guard.EARLY_RECEIPTS_ARE_KEPT)) {
                world.store.earlyReceipts.merge(engineId, level, (a, b) -> a.compareTo(b) < 0 ? b : a);
            }
            return;
        }
        found.ifPresent(
                m -> world.rules.receipt(m, level).ifPresent(to -> world.store.move(m, to, "receipt " + level)));
    }

    void undeliverable(String engineId) {
        withId(engineId)
                .ifPresent(
                        m -> AfterReceipt.undeliverable(m.state, m.mayHaveLeft).ifPresent(to -> {
                            m.undeliverable = true;
                            world.store.move(m, to, "undeliverable");
                        }));
    }

    /** Looks for evidence now and then until the doubt is over. */
    void doubt(Message m) {
        int attempt = m.attempt;
        world.clock.in(world.clock.between(1_000, 60_000), () -> {
            if (m.state == MessageState.IN_DOUBT && m.attempt == attempt && m.session != null) {
                Session session = m.session;
                world.actingOwner(session).ifPresent(node -> evidence(m, session, node));
                doubt(m);
            }
        });
    }

    private void evidence(Message m, Session session, Node node) {
        Instant now = world.clock.business();
        AfterEvidence.Next next = world.rules.evidence(
                world.outside.lookUp(m, session),
                new AfterEvidence.Doubt(
                        Duration.ofMillis(world.clock.now() - m.doubtedAt), true, m.attempts, now, resendUntil(m)));
        switch (next) {
            case AfterEvidence.Next.Left(MessageState to) -> world.store.move(m, to, "evidence");
            case AfterEvidence.Next.Requeue _ -> {
                node.desk().nothingLeft(m, session);
                world.store.unlog(m, m.attempt);
                m.attempts--;
                m.due = now;
                world.store.move(m, MessageState.QUEUED, "evidence");
            }
            case AfterEvidence.Next.Resend _ -> {
                m.due = now.plusSeconds(5);
                m.mayHaveLeft = true;
                world.store.move(m, MessageState.QUEUED, "resend");
            }
            case AfterEvidence.Next.GiveUp _ -> world.store.move(m, MessageState.UNCONFIRMED, "patience");
            case AfterEvidence.Next.Wait _ -> {}
        }
    }

    private static Optional<Instant> resendUntil(Message m) {
        return m.resend ? Optional.ofNullable(m.expires) : Optional.empty();
    }

    private Optional<Message> withId(String engineId) {
        return world.store.messages().stream()
                .filter(m -> engineId.equals(m.engineId))
                .findFirst();
    }
}
