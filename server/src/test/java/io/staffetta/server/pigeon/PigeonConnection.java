package io.staffetta.server.pigeon;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** A session of a {@link PigeonEngine}. */
public final class PigeonConnection implements Connection {

    private final PigeonEngine engine;
    private final Link link;
    private final EngineListener listener;

    PigeonConnection(PigeonEngine engine, Link link, EngineListener listener) {
        this.engine = engine;
        this.link = link;
        this.listener = listener;
    }

    /** Says this about the session. */
    public void say(EngineEvent event) {
        listener.on(event);
    }

    @Override
    public void connect() {
        if (!engine.ready) {
            return;
        }
        long phone = Long.parseLong(Objects.requireNonNull(link.settings().get("phone")));
        say(new EngineEvent.Authenticated());
        say(new EngineEvent.Ready(OptionalLong.of(phone), Optional.of("Pigeon")));
    }

    @Override
    public void refresh() {}

    @Override
    public void requestPairingCode(long phone) {}

    @Override
    public void seen(long phone, Duration timeout) {}

    @Override
    public void typing(long phone, boolean shown, Duration timeout) {}

    @Override
    public SendOutcome send(OutboundMessage message, Duration timeout) {
        engine.sent.add(message);
        return engine.answer.apply(message);
    }

    @Override
    public Evidence lookUp(String messageId, Duration timeout) {
        return new Evidence.NotKnown();
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
