package io.staffetta.simulator.remote;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Link;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.simulator.world.LocalConnection;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One client of the simulator's process. Its requests are carried out in the order they came, so that asking for a
 * message after sending it never overtakes the message; answers that take time come when they are there.
 */
final class ServedClient {

    private static final Logger LOG = System.getLogger(ServedClient.class.getName());
    private static final int HELLO_MILLIS = 5_000;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LONGEST_HELLO = 4 * 1024;

    private final Wire wire;
    private final Codec codec;
    private final SimulatedWhatsApp world;
    private final Controls controls;
    private final Map<Long, LocalConnection> connections = new ConcurrentHashMap<>();
    private String client = "";

    ServedClient(Wire wire, Codec codec, SimulatedWhatsApp world, Controls controls) {
        this.wire = wire;
        this.codec = codec;
        this.world = world;
        this.controls = controls;
    }

    /** Serves until the client goes or misbehaves. */
    void serve(byte[] secret) {
        try (wire) {
            if (greet(secret)) {
                for (byte[] line = wire.read(Wire.LONGEST_REQUEST);
                        line != null;
                        line = wire.read(Wire.LONGEST_REQUEST)) {
                    handle(codec.request(line));
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "a client of the simulator is gone", e);
        } finally {
            connections.values().forEach(LocalConnection::close);
        }
    }

    private boolean greet(byte[] secret) throws IOException {
        wire.patience(HELLO_MILLIS);
        byte[] line = wire.read(LONGEST_HELLO);
        if (line == null
                || !(codec.request(line) instanceof Request.Hello(String said, String name))
                || !MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8), secret)) {
            LOG.log(Level.WARNING, "somebody without the secret was turned away");
            return false;
        }
        client = name;
        wire.patience(PATIENCE_MILLIS);
        tell(new Reply.Welcome());
        return true;
    }

    private void handle(Request request) {
        switch (request) {
            case Request.Hello again -> throw new IllegalStateException("greeted twice");
            case Request.Ping ping -> tell(new Reply.Pong(silent()));
            case Request.Connect connect -> connect(connect);
            case Request.Refresh(long number) -> on(number).ifPresent(LocalConnection::refresh);
            case Request.RequestCode(long number, long phone) ->
                on(number).ifPresent(connection -> connection.requestPairingCode(phone));
            case Request.LogOutHere(long number) -> on(number).ifPresent(LocalConnection::logOut);
            case Request.Close(long number) -> close(number);
            case Request.Send send -> send(send);
            case Request.Call call -> answer(call);
        }
    }

    private void connect(Request.Connect connect) {
        long number = connect.connection();
        Link link = new Link(connect.sessionKey(), Map.of(), Optional.ofNullable(connect.credentials()));
        LocalConnection connection = world.open(link, event -> tell(new Reply.Told(number, event)), client);
        connections.put(number, connection);
        connection.connect();
    }

    private void close(long number) {
        LocalConnection connection = connections.remove(number);
        if (connection != null) {
            connection.close();
        }
    }

    private void send(Request.Send send) {
        LocalConnection connection = connections.get(send.connection());
        if (connection == null) {
            String detail = "not connected";
            outcome(send, new SendOutcome.NotSent(SendOutcome.Cause.SESSION_NOT_READY, detail, Optional.empty()));
            return;
        }
        CompletableFuture<SendOutcome> answer = connection.submit(send.message());
        if (answer.isDone()) {
            outcome(send, answer.resultNow());
        } else {
            Thread.startVirtualThread(() -> outcome(send, answer.join()));
        }
    }

    private void outcome(Request.Send send, SendOutcome outcome) {
        tell(new Reply.Answer(send.call(), codec.tree(outcome)));
    }

    private void answer(Request.Call call) {
        try {
            tell(new Reply.Answer(call.call(), codec.tree(controls.answer(call, connections::get))));
        } catch (Problem e) {
            tell(new Reply.TurnedDown(call.call(), e.kind(), e.code(), String.valueOf(e.getMessage())));
        }
    }

    private List<Long> silent() {
        return connections.entrySet().stream()
                .filter(entry -> entry.getValue().silent())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Optional<LocalConnection> on(long number) {
        return Optional.ofNullable(connections.get(number));
    }

    private void tell(Reply reply) {
        wire.put(new Parcel(codec.line(reply)));
    }
}
