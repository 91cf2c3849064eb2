package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An engine's connection that answers as the test says and remembers what it was given. */
final class ScriptedConnection implements Connection {

    final List<OutboundMessage> sent = new CopyOnWriteArrayList<>();
    final List<String> gestures = new CopyOnWriteArrayList<>();
    volatile Function<OutboundMessage, SendOutcome> answer = m -> new SendOutcome.Accepted(m.messageId());
    volatile Runnable beforeTyping = () -> {};
    volatile Evidence evidence = new Evidence.NotKnown();

    @Override
    public void connect() {}

    @Override
    public void refresh() {}

    @Override
    public void requestPairingCode(long phone) {}

    @Override
    public void seen(long phone, Duration timeout) {
        gestures.add("seen");
    }

    @Override
    public void typing(long phone, boolean shown, Duration timeout) {
        beforeTyping.run();
        gestures.add(shown ? "typing" : "stopped typing");
    }

    @Override
    public SendOutcome send(OutboundMessage message, Duration timeout) {
        sent.add(message);
        gestures.add("send");
        return answer.apply(message);
    }

    @Override
    public Evidence lookUp(String messageId, Duration timeout) {
        return evidence;
    }

    @Override
    public void logOut() {}

    @Override
    public Instant lastProofOfLife() {
        return Instant.now();
    }

    @Override
    public void close() {}
}
