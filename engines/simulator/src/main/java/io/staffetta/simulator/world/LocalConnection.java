package io.staffetta.simulator.world;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.Picture;
import io.staffetta.core.engine.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A connection to a world in the same process. Never blocks but in {@link #send}, which waits for the answer. */
public final class LocalConnection implements Connection {

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);

    private final Realm realm;
    private final Line line;
    private final String client;
    private final EventQueue events;
    private volatile @Nullable String token;
    private volatile boolean closed;
    private volatile Instant lastProofOfLife;

    LocalConnection(Realm realm, Line line, String client, Link link, EngineListener listener) {
        this.realm = realm;
        this.line = line;
        this.client = client;
        this.events = new EventQueue(listener);
        this.token = link.credentials().map(LocalConnection::asToken).orElse(null);
        this.lastProofOfLife = realm.realNow();
    }

    @Override
    public void connect() {
        if (!closed) {
            line.connect(this, token);
        }
    }

    @Override
    public void refresh() {
        if (!closed) {
            line.refresh(this, token);
        }
    }

    @Override
    public void requestPairingCode(long phone) {
        line.requestCode(this, phone);
    }

    @Override
    public void seen(long phone, Duration timeout) {
        // Nobody in here looks at blue ticks.
    }

    @Override
    public void typing(long phone, boolean shown, Duration timeout) {
        // Nobody in here watches the screen.
    }

    /** Like {@link #send} without waiting for the answer, which may never come. Messages are taken in the order of calls. */
    public CompletableFuture<SendOutcome> submit(OutboundMessage message) {
        return submit(message, LONGEST_HOLD);
    }

    private CompletableFuture<SendOutcome> submit(OutboundMessage message, Duration hold) {
        // A client that does not take its events is slowed down before it is cut off.
        events.awaitRoom(hold.compareTo(LONGEST_HOLD) < 0 ? hold : LONGEST_HOLD);
        return line.traffic().submit(this, message);
    }

    @Override
    public SendOutcome send(OutboundMessage message, Duration timeout) {
        try {
            return submit(message, timeout).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new SendOutcome.Unknown("no answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendOutcome.Unknown("interrupted");
        } catch (ExecutionException e) {
            return new SendOutcome.Unknown("failed: " + e.getCause());
        }
    }

    @Override
    public Evidence lookUp(String messageId, Duration timeout) {
        return line.traffic().lookUp(this, messageId);
    }

    @Override
    public Optional<Picture> ownPicture(Duration timeout) {
        return Optional.of(Portrait.of(line.linkedDevice().number()));
    }

    @Override
    public void logOut() {
        line.logOut(this);
    }

    @Override
    public Instant lastProofOfLife() {
        if (!closed && line.alive(this)) {
            lastProofOfLife = realm.realNow();
        }
        return lastProofOfLife;
    }

    /** Whether it is open with nothing coming over it, see {@link Behaviour#silent}. */
    public boolean silent() {
        return !closed && line.behaviour().silent();
    }

    @Override
    public void close() {
        closed = true;
        events.close();
        line.hangUp(this);
    }

    boolean hear(EngineEvent event) {
        return events.add(event);
    }

    void hearLast(EngineEvent event) {
        events.addLast(event);
    }

    void endEvents() {
        events.close();
    }

    void keep(@Nullable String fresh) {
        token = fresh;
    }

    boolean sameClient(LocalConnection other) {
        return client.equals(other.client);
    }

    private static String asToken(Credentials credentials) {
        return new String(credentials.bytes(), StandardCharsets.UTF_8);
    }
}
