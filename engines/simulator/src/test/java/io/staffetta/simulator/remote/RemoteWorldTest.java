package io.staffetta.simulator.remote;

import io.staffetta.simulator.world.ClockReading;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.TestSession;
import io.staffetta.simulator.world.World;
import io.staffetta.simulator.world.WorldContract;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The world at the other end of a socket. */
final class RemoteWorldTest extends WorldContract {

    private static final String SECRET = "let me in";

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable SimulatorServer server;

    @Override
    protected World enter(SimulatedWhatsApp inside) {
        if (server == null) {
            server = new SimulatorServer(inside, SECRET, 0, reading -> {});
            opened.push(server);
        }
        RemoteWorld world = new RemoteWorld(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                SECRET,
                Clock.systemUTC(),
                () -> new ClockReading(Instant.now(), 1),
                () -> {},
                Duration.ofMillis(50));
        opened.push(world);
        return world;
    }

    @Override
    protected TestSession.Opener enterAsAnother(SimulatedWhatsApp inside) {
        return enter(inside)::open;
    }

    @Override
    protected void leaveAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }
}
