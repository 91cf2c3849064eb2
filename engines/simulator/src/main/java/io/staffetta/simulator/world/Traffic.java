package io.staffetta.simulator.world;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.ReceiptLevel;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Messages from one session to people, their receipts and the replies. A message that came over an older generation is
 * never accepted, however late its time comes; that is what makes {@link Evidence.NeverHad} true. Guarded by its line.
 */
final class Traffic {

    private final Realm realm;
    private final Line line;
    private final Presence presence;
    private List<Flight> inFlight = List.of();

    Traffic(Realm realm, Line line, Presence presence) {
        this.realm = realm;
        this.line = line;
        this.presence = presence;
    }

    /** Takes a message over; the answer may take its time, or never come. */
    CompletableFuture<SendOutcome> submit(LocalConnection over, OutboundMessage message) {
        Fate fate = Fate.draw(line.behaviour(), realm.seed(), message);
        synchronized (line) {
            Device from = line.sendingDevice(over);
            if (from == null) {
                return CompletableFuture.completedFuture(notReady(over));
            }
            Flight flight = new Flight(presence.generation(), from, message, fate, new CompletableFuture<>());
            if (fate.kind() != Fate.Kind.HANGING && fate.accept().isZero()) {
                flight.answer().complete(decide(flight));
                return flight.answer();
            }
            takeOff(flight);
            return flight.answer();
        }
    }

    /** What is known about a message by its id. */
    Evidence lookUp(LocalConnection over, String messageId) {
        synchronized (line) {
            if (!line.behaviour().evidence() || line.behaviour().silent() || line.sendingDevice(over) == null) {
                return new Evidence.NotKnown();
            }
            Optional<ReceiptLevel> level = realm.ledger().level(messageId);
            if (level.isPresent()) {
                return new Evidence.Found(level.get());
            }
            boolean mayStillArrive =
                    inFlight.stream().anyMatch(flight -> flight.id().equals(messageId));
            return mayStillArrive ? new Evidence.NotKnown() : new Evidence.NeverHad();
        }
    }

    /** A new generation begins: what is on its way will not be accepted any more. */
    void fence() {
        breakOff("shut out by a newer connection");
        inFlight = List.of();
    }

    /** The connection is gone: nobody hears the answers; what is on its way may still arrive. */
    void breakOff(String why) {
        inFlight.forEach(flight -> flight.answer().complete(new SendOutcome.Unknown(why)));
    }

    /** Receipts of a message accepted in an earlier life of this world, whose timers died with it. */
    void deliverAgain(LedgerEntry entry) {
        if (line.behaviour().receipts()) {
            realm.ledger().raise(entry.messageId(), ReceiptLevel.DELIVERED);
            line.post(new EngineEvent.Receipt(entry.messageId(), ReceiptLevel.DELIVERED, realm.realNow()));
        }
    }

    private SendOutcome notReady(LocalConnection over) {
        return presence.anybody() && !presence.is(over)
                ? notSent(SendOutcome.Cause.FENCED, "a newer connection took over")
                : notSent(SendOutcome.Cause.SESSION_NOT_READY, "not connected");
    }

    private void takeOff(Flight flight) {
        if (inFlight.isEmpty()) {
            inFlight = new ArrayList<>(1);
        }
        inFlight.add(flight);
        if (flight.fate().kind() != Fate.Kind.HANGING) {
            realm.schedule().at(realm.now().plus(flight.fate().accept()), () -> land(flight));
        }
    }

    private void land(Flight flight) {
        SendOutcome outcome;
        synchronized (line) {
            if (flight.generation() != presence.generation()) {
                outcome = notSent(SendOutcome.Cause.FENCED, "a newer connection took over");
            } else {
                inFlight.remove(flight);
                outcome = decide(flight);
            }
        }
        flight.answer().complete(outcome);
    }

    private SendOutcome decide(Flight flight) {
        Phone phone = realm.links().phone(flight.from().number());
        if (realm.links().device(flight.from().token()).isEmpty() || phone.banned() != null) {
            return notSent(SendOutcome.Cause.SESSION_NOT_READY, "not linked");
        }
        SendOutcome closed = closedDoor(phone, flight.message());
        if (closed != null) {
            return closed;
        }
        return switch (flight.fate().kind()) {
            case ACCEPTED -> arrive(flight) ? new SendOutcome.Accepted(flight.id()) : notWritten();
            case ANSWER_LOST -> {
                arrive(flight);
                yield new SendOutcome.Unknown("the answer got lost");
            }
            case REFUSED -> new SendOutcome.Refused(EndReason.REFUSED, "refused by the simulator");
            case NOT_SENT, HANGING -> notSent(SendOutcome.Cause.THROTTLED, "turned away for a moment");
        };
    }

    private @Nullable SendOutcome closedDoor(Phone phone, OutboundMessage message) {
        if (phone.restrictedUntil() == null
                || !phone.restrictedAt(realm.now())
                || realm.ledger().knows(phone.number(), message.phone())) {
            return null;
        }
        return new SendOutcome.NotSent(
                SendOutcome.Cause.RESTRICTED,
                "the number may not open new chats",
                Optional.of(Duration.between(realm.realNow(), realm.real(phone.restrictedUntil()))));
    }

    private boolean arrive(Flight flight) {
        OutboundMessage message = flight.message();
        try {
            realm.ledger()
                    .append(
                            realm.now(),
                            line.sessionKey(),
                            flight.from().number(),
                            message.phone(),
                            message.text(),
                            message.messageId());
        } catch (UncheckedIOException e) {
            return false;
        }
        realm.schedule().after(flight.fate().deliver(), () -> delivered(flight));
        return true;
    }

    private static SendOutcome notWritten() {
        return notSent(SendOutcome.Cause.THROTTLED, "the ledger could not be written");
    }

    private void delivered(Flight flight) {
        if (!flight.fate().delivered()) {
            SendOutcome.Refused gone =
                    new SendOutcome.Refused(EndReason.NOT_ON_WHATSAPP, EndReason.NOT_ON_WHATSAPP.code());
            line.post(new EngineEvent.Undeliverable(flight.id(), gone, realm.realNow(), Optional.empty()));
            return;
        }
        realm.ledger().raise(flight.id(), ReceiptLevel.DELIVERED);
        if (!flight.fate().behaviour().reorderReceipts()) {
            receipt(flight, ReceiptLevel.DELIVERED);
        }
        realm.schedule().after(flight.fate().read(), () -> read(flight));
    }

    private void read(Flight flight) {
        realm.ledger().raise(flight.id(), ReceiptLevel.READ);
        receipt(flight, ReceiptLevel.READ);
        if (flight.fate().behaviour().reorderReceipts()) {
            receipt(flight, ReceiptLevel.DELIVERED);
        }
        if (flight.fate().replied()) {
            realm.schedule().after(flight.fate().reply(), () -> reply(flight));
        }
    }

    private void reply(Flight flight) {
        String text = flight.fate().behaviour().replyText();
        line.post(
                new EngineEvent.Inbound("REPLY-" + flight.id(), flight.message().phone(), text, realm.realNow()));
    }

    private void receipt(Flight flight, ReceiptLevel level) {
        Behaviour behaviour = flight.fate().behaviour();
        if (!behaviour.receipts()) {
            return;
        }
        EngineEvent receipt = new EngineEvent.Receipt(flight.id(), level, realm.realNow());
        line.post(receipt);
        if (behaviour.duplicateReceipts()) {
            line.post(receipt);
        }
    }

    private static SendOutcome notSent(SendOutcome.Cause cause, String detail) {
        return new SendOutcome.NotSent(cause, detail, Optional.empty());
    }
}
