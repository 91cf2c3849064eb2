package io.staffetta.simulator.remote;

import io.staffetta.core.engine.Evidence;
import io.staffetta.simulator.world.ClockReading;
import io.staffetta.simulator.world.LocalConnection;
import io.staffetta.simulator.world.World;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Carries out what a client calls for, and finds the answer. */
final class Controls {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final World world;
    private final Consumer<ClockReading> clock;

    /**
     * Controls of this world.
     *
     * @param clock set by the readings that clients send
     */
    Controls(World world, Consumer<ClockReading> clock) {
        this.world = world;
        this.clock = clock;
    }

    /** The answer of everything but {@link Request.Send}, which has its own. */
    Object answer(Request.Call call, LongFunction<@Nullable LocalConnection> connections) {
        return switch (call) {
            case Request.Send send -> throw new IllegalArgumentException("sends are answered by their connection");
            case Request.LookUp(long n, long connection, String id) -> lookUp(connections.apply(connection), id);
            case Request.Scan(long n, String key, Long number) ->
                number == null ? world.scan(key) : world.scan(key, number);
            case Request.Drop(long n, String key, String reason) -> done(() -> world.drop(key, reason));
            case Request.LogOut(long n, String key) -> done(() -> world.logOut(key));
            case Request.Ban(long n, String key, String reason) -> done(() -> world.ban(key, reason));
            case Request.Restrict(long n, String key, var until, String kind) ->
                done(() -> world.restrict(key, until, kind));
            case Request.Unrestrict(long n, String key) -> done(() -> world.unrestrict(key));
            case Request.Say(long n, String key, long from, String text) -> world.say(key, from, text);
            case Request.AskBehaviour(long n, String key) ->
                key == null ? world.defaultBehaviour() : world.behaviour(key);
            case Request.Behave(long n, String key, var change) ->
                key == null ? world.behaveByDefault(change) : world.behave(key, change);
            case Request.ReadLedger(long n, long after, int limit) -> world.ledger(after, limit);
            case Request.Follow(long n, ClockReading reading) -> done(() -> follow(reading));
        };
    }

    private void follow(ClockReading reading) {
        clock.accept(reading);
        world.follow(reading);
    }

    private static Evidence lookUp(@Nullable LocalConnection connection, String id) {
        return connection == null ? new Evidence.NotKnown() : connection.lookUp(id, AT_ONCE);
    }

    private static Boolean done(Runnable deed) {
        deed.run();
        return true;
    }
}
