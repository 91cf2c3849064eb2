package io.staffetta.cloud;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.Person;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.message.EndReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One number's way to the Cloud API. There is no connection to hold: it is ready as long as Meta knows number and token. */
final class CloudConnection implements Connection {

    /** What a call of its own is left of a send's time-out, at least. */
    private static final Duration LEAST_CALL = Duration.ofSeconds(5);

    private static final int MOST_TURNS = 1_000;

    private final CloudSettings settings;
    private final Surroundings around;
    private final Line line;
    private final EngineListener listener;
    private final Lookout lookout;
    private final Turns turns = new Turns(MOST_TURNS);
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicReference<@Nullable NumberQuality> rated = new AtomicReference<>();
    private volatile boolean closed;
    private volatile Instant lastProof = Instant.EPOCH;

    /**
     * What connections share.
     *
     * @param nanos time that only goes on, from anywhere
     */
    record Surroundings(
            Graph graph, Rounds rounds, LastHeard heard, Displayed displayed, Clock clock, LongSupplier nanos) {}

    CloudConnection(CloudSettings settings, Surroundings around, Line line, EngineListener listener) {
        this.settings = settings;
        this.around = around;
        this.line = line;
        this.listener = listener;
        this.lookout = new Lookout(this, settings, around);
    }

    @Override
    public void connect() {
        lookout.start();
    }

    @Override
    public void refresh() {
        lookout.start();
    }

    /** A number of the Cloud API is not paired: nothing comes of it. */
    @Override
    public void requestPairingCode(long phone) {}

    @Override
    public void seen(long phone, Duration timeout) {
        around.heard()
                .of(settings.phoneNumberId(), phone)
                .ifPresent(inboundId -> courtesy(MessageBody.read(inboundId), timeout));
    }

    /** Shown until the message comes, or for 25 seconds; there is no way to take it back. */
    @Override
    public void typing(long phone, boolean shown, Duration timeout) {
        if (shown) {
            around.heard()
                    .of(settings.phoneNumberId(), phone)
                    .ifPresent(inboundId -> courtesy(MessageBody.typing(inboundId), timeout));
        }
    }

    private void courtesy(JsonNode body, Duration timeout) {
        if (ready.get()) {
            proof(around.graph().post(settings, messages(), body, timeout));
        }
    }

    @Override
    public boolean awaitTurn(String messageId, Duration timeout) {
        if (!ready.get()) {
            // What is sent now is told so, and needs no turn for it.
            return true;
        }
        long now = around.nanos().getAsLong();
        Duration turn = line.number().take(now, timeout);
        if (turn.compareTo(timeout) > 0) {
            return false;
        }
        await(now + turn.toNanos());
        turns.keep(messageId);
        return true;
    }

    @Override
    public SendOutcome send(OutboundMessage message, Duration timeout) {
        long start = around.nanos().getAsLong();
        if (!ready.get()) {
            return notReady();
        }
        if (message.phone() <= 0) {
            return new SendOutcome.Refused(EndReason.INVALID_NUMBER, "no_phone");
        }
        Duration patience =
                timeout.minus(timeout.compareTo(LEAST_CALL.multipliedBy(2)) > 0 ? LEAST_CALL : timeout.dividedBy(2));
        Duration person = line.person().take(message.phone(), start);
        if (person.isPositive()) {
            return new SendOutcome.NotSent(Cause.PERSON_THROTTLED, "pair_limit", Optional.of(person));
        }
        Duration turn =
                turns.use(message.messageId()) ? Duration.ZERO : line.number().take(start, patience);
        if (turn.compareTo(patience) > 0) {
            return new SendOutcome.NotSent(Cause.THROTTLED, "throughput", Optional.of(turn));
        }
        await(start + turn.toNanos());
        if (!ready.get() || Thread.currentThread().isInterrupted()) {
            return notReady();
        }
        Duration left = timeout.minusNanos(around.nanos().getAsLong() - start);
        if (!left.isPositive()) {
            return new SendOutcome.NotSent(Cause.THROTTLED, "no_time_left", Optional.empty());
        }
        Reply reply = around.graph().post(settings, messages(), MessageBody.of(message), left);
        proof(reply);
        return heed(SendVerdict.of(reply), message);
    }

    private void await(long turn) {
        for (long left = turn - around.nanos().getAsLong();
                left > 0;
                left = turn - around.nanos().getAsLong()) {
            if (closed || Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(left);
        }
    }

    /** Does what follows from an answer beyond the message itself. */
    private SendOutcome heed(SendVerdict verdict, OutboundMessage message) {
        long now = around.nanos().getAsLong();
        return switch (verdict.meaning()) {
            case SLOWER -> {
                line.number().hold(now, retryAfter(verdict.outcome()).orElse(NumberPace.SHORT_REST));
                yield verdict.outcome();
            }
            case SLOWER_WITH_PERSON -> {
                Duration wait = line.person().refused(message.phone(), now);
                Duration asked = retryAfter(verdict.outcome()).orElse(Duration.ZERO);
                yield new SendOutcome.NotSent(
                        Cause.PERSON_THROTTLED, "131056", Optional.of(wait.compareTo(asked) < 0 ? asked : wait));
            }
            case NUMBER_STOPPED -> {
                stop(((SendOutcome.NotSent) verdict.outcome()).detail());
                yield verdict.outcome();
            }
            case OPTED_OUT -> {
                String source = "131050:" + message.attemptId();
                listener.on(new EngineEvent.OptedOut(
                        Person.of(message.phone()), source, around.clock().instant()));
                yield verdict.outcome();
            }
            case TOMORROW, NOT_ON_WHATSAPP, INVALID_NUMBER, REFUSED, TEMPLATE_STOPPED -> verdict.outcome();
            case UNKNOWN -> {
                if (verdict.outcome() instanceof SendOutcome.Accepted) {
                    line.person().accepted(message.phone(), now);
                }
                yield verdict.outcome();
            }
        };
    }

    private static Optional<Duration> retryAfter(SendOutcome outcome) {
        return outcome instanceof SendOutcome.NotSent notSent ? notSent.retryAfter() : Optional.empty();
    }

    /** Nothing is looked for: a status webhook settles what is in doubt, by the attempt in it. */
    @Override
    public Evidence lookUp(String messageId, Duration timeout) {
        return new Evidence.NotKnown();
    }

    /** There is no link to give up at Meta: only its user can withdraw the token there. */
    @Override
    public void logOut() {
        ready.set(false);
        around.rounds().after(Duration.ZERO, () -> say(new EngineEvent.LoggedOut("logged_out")));
    }

    @Override
    public Instant lastProofOfLife() {
        return lastProof;
    }

    /** Each proof has to be asked for; one look a minute is what Meta's limits leave room for. */
    @Override
    public Duration longestSilence() {
        return Lookout.LONGEST_SILENCE;
    }

    @Override
    public void close() {
        closed = true;
        ready.set(false);
    }

    boolean closed() {
        return closed;
    }

    boolean ready() {
        return ready.get();
    }

    /** Meta knows number and token. */
    void well(NumberFacts facts) {
        line.number().set(settings.messagesPerSecond().orElse(facts.messagesPerSecond()));
        if (!closed && ready.compareAndSet(false, true)) {
            say(new EngineEvent.Authenticated());
            say(new EngineEvent.Ready(facts.phone(), facts.name()));
        }
        facts.phone().ifPresent(phone -> around.displayed().show(phone, settings.phoneNumberId()));
        facts.quality()
                .filter(quality -> quality != rated.getAndSet(quality))
                .ifPresent(quality -> say(new EngineEvent.Rated(quality)));
    }

    /** Meta could not be asked, and that for too long. */
    void lost(String why) {
        ready.set(false);
        say(new EngineEvent.Disconnected(why));
    }

    /** The number cannot send until somebody sees to it. */
    void refused(String code) {
        ready.set(false);
        say(new EngineEvent.Failed(code));
    }

    /** An answer, whatever it says, proves that the other side is there. */
    void proof(Reply reply) {
        if (reply instanceof Reply.Answer) {
            lastProof = around.clock().instant();
        }
    }

    private void stop(String code) {
        if (ready.compareAndSet(true, false)) {
            say(new EngineEvent.Failed(code));
        }
    }

    private void say(EngineEvent event) {
        if (!closed) {
            listener.on(event);
        }
    }

    private static SendOutcome notReady() {
        return new SendOutcome.NotSent(Cause.SESSION_NOT_READY, "not_connected", Optional.empty());
    }

    private String messages() {
        return settings.phoneNumberId() + "/messages";
    }
}
