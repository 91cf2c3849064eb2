package io.staffetta.server.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Clients of the event stream that never read, or a few bytes now and then. */
final class Sloths implements AutoCloseable {

    private static final int SMALL = 2_048;
    private static final int A_FEW_BYTES = 64;
    private static final Duration NOW_AND_THEN = Duration.ofMillis(500);

    private final Product product;
    private final List<Socket> silent = new CopyOnWriteArrayList<>();
    private final List<Socket> slow = new CopyOnWriteArrayList<>();
    private volatile boolean reading = true;

    Sloths(Product product) {
        this.product = product;
    }

    /** So many that never read, and so many that are slow, ask for events. */
    void come(int howManySilent, int howManySlow) throws IOException {
        for (int i = 0; i < howManySilent; i++) {
            silent.add(asking());
        }
        for (int i = 0; i < howManySlow; i++) {
            slow.add(asking());
        }
        Thread.ofVirtual().name("sloths").start(this::read);
    }

    private Socket asking() throws IOException {
        URI address = URI.create(product.address());
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL);
        socket.setSoTimeout(1);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
        String request = "GET /api/v1/events HTTP/1.1\r\nHost: %s\r\nX-Api-Key: %s\r\nAccept: text/event-stream\r\n\r\n"
                .formatted(address.getAuthority(), product.api().key());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private void read() {
        byte[] few = new byte[A_FEW_BYTES];
        while (reading) {
            slow.removeIf(socket -> ended(socket, few));
            LockSupport.parkNanos(NOW_AND_THEN.toNanos());
        }
    }

    private static boolean ended(Socket socket, byte[] few) {
        try {
            return socket.getInputStream().read(few) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        reading = false;
        for (Socket socket : silent) {
            socket.close();
        }
        for (Socket socket : slow) {
            socket.close();
        }
    }
}
