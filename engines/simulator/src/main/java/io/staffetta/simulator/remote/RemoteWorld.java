package io.staffetta.simulator.remote;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.simulator.world.Behaviour;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.ClockReading;
import io.staffetta.simulator.world.LedgerEntry;
import io.staffetta.simulator.world.World;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * A simulated WhatsApp in another process, see {@link SimulatorServer}. All sessions share one connection, which is made
 * again with backoff when it breaks; then each session hears {@code Disconnected} and connects anew. A message of which
 * no byte left is {@code NotSent(UNREACHABLE)}; one that left without an answer is {@code Unknown}.
 */
public final class RemoteWorld implements World {

    private static final Duration PING = Duration.ofSeconds(5);
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(10);
    private static final int PAGE = 500;

    private final Codec codec = new Codec();
    private final Calls calls = new Calls(codec);
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, RemoteConnection> connections = new ConcurrentHashMap<>();
    private final Set<RemoteConnection> waiting = ConcurrentHashMap.newKeySet();
    private final Clock clock;
    private final Supplier<ClockReading> simulatedTime;
    private final Runnable afterSendWritten;
    private final Trunk trunk;

    /**
     * Begins to connect, and returns at once.
     *
     * @param address where the simulator listens
     * @param secret what it asks for
     * @param clock real time
     * @param simulatedTime the product's time for simulated sessions; the simulator's clock is set by it on every connect
     * @param afterSendWritten run on the writing thread when the last byte of a message has just been given to the
     *     operating system and nothing is known of its answer: the place for a fault test to end the process
     */
    public RemoteWorld(
            InetSocketAddress address,
            String secret,
            Clock clock,
            Supplier<ClockReading> simulatedTime,
            Runnable afterSendWritten) {
        this(address, secret, clock, simulatedTime, afterSendWritten, PING);
    }

    /** A way without a fault test. */
    public RemoteWorld(InetSocketAddress address, String secret, Clock clock, Supplier<ClockReading> simulatedTime) {
        this(address, secret, clock, simulatedTime, () -> {}, PING);
    }

    RemoteWorld(
            InetSocketAddress address,
            String secret,
            Clock clock,
            Supplier<ClockReading> simulatedTime,
            Runnable afterSendWritten,
            Duration ping) {
        this.clock = clock;
        this.simulatedTime = simulatedTime;
        this.afterSendWritten = afterSendWritten;
        this.trunk = new Trunk(address, secret, ping, codec, new Switchboard());
        trunk.start();
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        return new RemoteConnection(this, link, listener);
    }

    @Override
    public long scan(String sessionKey) {
        return control(call -> new Request.Scan(call, sessionKey, null), Long.class);
    }

    @Override
    public long scan(String sessionKey, long number) {
        return control(call -> new Request.Scan(call, sessionKey, number), Long.class);
    }

    @Override
    public void drop(String sessionKey, String reason) {
        control(call -> new Request.Drop(call, sessionKey, reason), Boolean.class);
    }

    @Override
    public void logOut(String sessionKey) {
        control(call -> new Request.LogOut(call, sessionKey), Boolean.class);
    }

    @Override
    public void ban(String sessionKey, String reason) {
        control(call -> new Request.Ban(call, sessionKey, reason), Boolean.class);
    }

    @Override
    public void restrict(String sessionKey, Instant until, String kind) {
        control(call -> new Request.Restrict(call, sessionKey, until, kind), Boolean.class);
    }

    @Override
    public void unrestrict(String sessionKey) {
        control(call -> new Request.Unrestrict(call, sessionKey), Boolean.class);
    }

    @Override
    public String say(String sessionKey, long from, String text) {
        return control(call -> new Request.Say(call, sessionKey, from, text), String.class);
    }

    @Override
    public Behaviour behaviour(String sessionKey) {
        return control(call -> new Request.AskBehaviour(call, sessionKey), Behaviour.class);
    }

    @Override
    public Behaviour behave(String sessionKey, BehaviourChange change) {
        return control(call -> new Request.Behave(call, sessionKey, change), Behaviour.class);
    }

    @Override
    public Behaviour defaultBehaviour() {
        return control(call -> new Request.AskBehaviour(call, null), Behaviour.class);
    }

    @Override
    public Behaviour behaveByDefault(BehaviourChange change) {
        return control(call -> new Request.Behave(call, null, change), Behaviour.class);
    }

    @Override
    public List<LedgerEntry> ledger(long after, int limit) {
        List<LedgerEntry> entries = new ArrayList<>();
        long from = after;
        while (true) {
            int page = limit < 1 ? limit : Math.min(PAGE, limit - entries.size());
            long start = from;
            LedgerEntry[] more = control(call -> new Request.ReadLedger(call, start, page), LedgerEntry[].class);
            entries.addAll(List.of(more));
            if (more.length < page || entries.size() == limit) {
                return entries;
            }
            from = more[more.length - 1].seq();
        }
    }

    @Override
    public void follow(ClockReading reading) {
        control(call -> new Request.Follow(call, reading), Boolean.class);
    }

    @Override
    public void close() {
        connections.values().forEach(RemoteConnection::end);
        waiting.forEach(RemoteConnection::end);
        trunk.close();
    }

    Instant realNow() {
        return clock.instant();
    }

    Instant heardAt(Wire wire) {
        return realNow().minusNanos(System.nanoTime() - wire.heardNanos());
    }

    /** Connects this one when there is a wire, or tells it that there is none. */
    void whenUp(RemoteConnection connection) {
        waiting.add(connection);
        Wire wire = trunk.current();
        if (wire == null) {
            trunk.nudge();
            wire = trunk.current();
        }
        if (wire != null && waiting.remove(connection)) {
            connection.connectOver(wire);
        }
    }

    long newNumber(RemoteConnection connection) {
        long number = numbers.incrementAndGet();
        connections.put(number, connection);
        return number;
    }

    void forget(long number) {
        connections.remove(number);
    }

    boolean post(Wire wire, Request request) {
        return wire.offer(new Parcel(codec.line(request)));
    }

    Calls.Result send(long connection, OutboundMessage message, Duration timeout) {
        return calls.call(
                trunk.current(), call -> new Request.Send(call, connection, message), afterSendWritten, timeout);
    }

    Calls.Result call(LongFunction<Request.Call> request, Duration timeout) {
        return calls.call(trunk.current(), request, () -> {}, timeout);
    }

    <T> T value(Calls.Answered answered, Class<T> type) {
        return codec.value(answered.value(), type);
    }

    private <T> T control(LongFunction<Request.Call> request, Class<T> type) {
        Wire wire = trunk.current();
        Wire made = wire == null ? trunk.await(CONTROL_TIMEOUT) : wire;
        return switch (calls.call(made, request, () -> {}, CONTROL_TIMEOUT)) {
            case Calls.Answered answered -> value(answered, type);
            case Calls.TurnedDown(Problem problem) -> throw problem;
            case Calls.Unanswered(boolean written, String why) ->
                throw new Problem(Problem.Kind.UNAVAILABLE, "simulator_unreachable", "The simulator: " + why);
        };
    }

    private final class Switchboard implements Trunk.User {

        @Override
        public void up(Wire wire) {
            post(wire, new Request.Follow(0, simulatedTime.get()));
            waiting.forEach(connection -> {
                if (waiting.remove(connection)) {
                    connection.connectOver(wire);
                }
            });
        }

        @Override
        public void received(Reply reply) {
            switch (reply) {
                case Reply.Welcome again -> {
                    // Nothing more to say.
                }
                case Reply.Pong(List<Long> silent) -> {
                    Set<Long> those = Set.copyOf(silent);
                    connections.forEach((number, connection) -> connection.silent(those.contains(number)));
                }
                case Reply.Told(long number, var event) -> {
                    RemoteConnection connection = connections.get(number);
                    if (connection != null) {
                        connection.told(number, event);
                    }
                }
                case Reply.Answer(long call, var value) -> calls.answered(call, value);
                case Reply.TurnedDown(long call, var kind, String code, String message) ->
                    calls.turnedDown(call, new Problem(kind, code, message));
            }
        }

        @Override
        public void down(Wire wire) {
            calls.broke(wire);
            connections.values().forEach(connection -> connection.lose(wire));
        }

        @Override
        public void unreachable() {
            waiting.forEach(connection -> {
                if (waiting.remove(connection)) {
                    connection.unreachable();
                }
            });
        }
    }
}
