package io.staffetta.simulator.remote;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.Picture;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.simulator.world.EventQueue;
import io.staffetta.simulator.world.Portrait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One session's share of the wire. Its monitor guards where it stands; nothing is told or waited for under it. */
final class RemoteConnection implements Connection {

    private final RemoteWorld world;
    private final String sessionKey;
    private final EventQueue events;
    // Of the present attempt to be connected; 0 before the first.
    private long number;
    private @Nullable Wire wire;
    private @Nullable Credentials credentials;
    private boolean silent;
    private boolean closed;
    private Instant lastProofOfLife;

    RemoteConnection(RemoteWorld world, Link link, EngineListener listener) {
        this.world = world;
        this.sessionKey = link.sessionKey();
        this.credentials = link.credentials().orElse(null);
        this.events = new EventQueue(listener);
        this.lastProofOfLife = world.realNow();
    }

    @Override
    public void connect() {
        if (!isClosed()) {
            world.whenUp(this);
        }
    }

    @Override
    public void refresh() {
        Wire on = wire();
        if (on == null) {
            connect();
        } else if (!world.post(on, new Request.Refresh(number()))) {
            lose(on);
        }
    }

    /** The wire is there: connect over it. */
    void connectOver(Wire over) {
        long former;
        Request.Connect connect;
        synchronized (this) {
            if (closed) {
                return;
            }
            former = number;
            number = world.newNumber(this);
            wire = over;
            silent = false;
            connect = new Request.Connect(number, sessionKey, credentials);
        }
        if (former != 0) {
            world.forget(former);
            world.post(over, new Request.Close(former));
        }
        if (!world.post(over, connect)) {
            lose(over);
        }
    }

    /** This wire is gone. */
    void lose(Wire gone) {
        boolean lost;
        synchronized (this) {
            lost = wire == gone;
            wire = lost ? null : wire;
        }
        if (lost) {
            unreachable();
        }
    }

    /** It is or wants to be connected, and there is no wire. */
    void unreachable() {
        events.addLast(new EngineEvent.Disconnected("the simulator cannot be reached"));
    }

    /** Something was said to the attempt with this number. */
    void told(long to, EngineEvent event) {
        Wire on;
        synchronized (this) {
            on = wire;
            if (to != number || on == null) {
                return;
            }
            takeIn(event);
        }
        if (!events.add(event) && world.post(on, new Request.Close(to))) {
            lose(on);
        }
    }

    private void takeIn(EngineEvent event) {
        switch (event) {
            case EngineEvent.CredentialsChanged(Credentials changed) -> credentials = changed;
            case EngineEvent.LoggedOut ended -> {
                credentials = null;
                wire = null;
            }
            case EngineEvent.Disconnected ended -> wire = null;
            case EngineEvent.Banned ended -> wire = null;
            case EngineEvent.Replaced ended -> wire = null;
            case EngineEvent.Failed ended -> wire = null;
            default -> {
                // The others leave it connected.
            }
        }
    }

    /** Whether the simulator said that nothing comes over this connection. */
    synchronized void silent(boolean now) {
        silent = now;
    }

    @Override
    public void requestPairingCode(long phone) {
        post(new Request.RequestCode(number(), phone));
    }

    @Override
    public void seen(long phone, Duration timeout) {
        // Nobody in there looks at blue ticks.
    }

    @Override
    public void typing(long phone, boolean shown, Duration timeout) {
        // Nobody in there watches the screen.
    }

    @Override
    public SendOutcome send(OutboundMessage message, Duration timeout) {
        if (isClosed()) {
            return notSent(SendOutcome.Cause.SESSION_NOT_READY, "closed");
        }
        if (!events.awaitRoom(timeout)) {
            return notSent(SendOutcome.Cause.THROTTLED, "events are not taken in time");
        }
        return switch (world.send(number(), message, timeout)) {
            case Calls.Answered answered -> world.value(answered, SendOutcome.class);
            case Calls.TurnedDown(Problem problem) -> new SendOutcome.Refused(EndReason.REFUSED, problem.code());
            case Calls.Unanswered(boolean written, String why) ->
                written ? new SendOutcome.Unknown(why) : notSent(SendOutcome.Cause.UNREACHABLE, why);
        };
    }

    @Override
    public Evidence lookUp(String messageId, Duration timeout) {
        long over = number();
        return switch (world.call(call -> new Request.LookUp(call, over, messageId), timeout)) {
            case Calls.Answered answered -> world.value(answered, Evidence.class);
            case Calls.TurnedDown turnedDown -> new Evidence.NotKnown();
            case Calls.Unanswered unanswered -> new Evidence.NotKnown();
        };
    }

    @Override
    public Optional<Picture> ownPicture(Duration timeout) {
        return Optional.of(Portrait.of(number()));
    }

    @Override
    public void logOut() {
        post(new Request.LogOutHere(number()));
    }

    @Override
    public synchronized Instant lastProofOfLife() {
        if (wire != null && wire.open() && !silent) {
            lastProofOfLife = world.heardAt(wire);
        }
        return lastProofOfLife;
    }

    @Override
    public void close() {
        Wire on;
        long last;
        synchronized (this) {
            closed = true;
            on = wire;
            last = number;
            wire = null;
        }
        events.close();
        world.forget(last);
        if (on != null) {
            world.post(on, new Request.Close(last));
        }
    }

    /** The world ends: not a word more. */
    void end() {
        events.close();
    }

    private void post(Request request) {
        Wire on = wire();
        if (on != null) {
            world.post(on, request);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized @Nullable Wire wire() {
        return wire;
    }

    private synchronized long number() {
        return number;
    }

    private static SendOutcome notSent(SendOutcome.Cause cause, String detail) {
        return new SendOutcome.NotSent(cause, detail, Optional.empty());
    }
}
