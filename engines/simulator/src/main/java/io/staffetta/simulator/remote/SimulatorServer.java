package io.staffetta.simulator.remote;

import io.staffetta.simulator.world.ClockReading;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Lets products in other processes of this machine into a simulated WhatsApp. Listens on loopback only. */
public final class SimulatorServer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SimulatorServer.class.getName());
    private static final int MOST_CLIENTS = 64;

    private final SimulatedWhatsApp world;
    private final byte[] secret;
    private final ServerSocket socket;
    private final Codec codec = new Codec();
    private final Controls controls;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();

    /**
     * Listens from now on.
     *
     * @param world stays the caller's to close
     * @param secret what clients have to know; not empty
     * @param port 0 for any free one
     * @param clock set by the readings that clients send
     */
    public SimulatorServer(SimulatedWhatsApp world, String secret, int port, Consumer<ClockReading> clock) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("the simulator needs a secret");
        }
        this.world = world;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.controls = new Controls(world, clock);
        try {
            socket = new ServerSocket(port, MOST_CLIENTS, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
        Thread.ofPlatform().name("simulator-accept").daemon().start(this::accept);
    }

    /** The port it listens on. */
    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                serve(socket.accept());
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a client did not get in", e);
            }
        }
    }

    private void serve(Socket accepted) throws IOException {
        Wire wire = new Wire(accepted);
        if (wires.size() >= MOST_CLIENTS) {
            wire.close();
            return;
        }
        wires.add(wire);
        if (socket.isClosed()) {
            // It came in while the door was being shut.
            wire.close();
            return;
        }
        wire.start();
        Thread.ofVirtual().name("simulator-client").start(() -> {
            new ServedClient(wire, codec, world, controls).serve(secret);
            wires.remove(wire);
        });
    }

    /** Stops listening and breaks all connections. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop listening", e);
        }
        wires.forEach(Wire::close);
    }
}
