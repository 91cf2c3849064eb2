package io.staffetta.server.web;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.util.unit.DataSize;

/**
 * A body that has to come in fast enough, for whoever sends it slowly holds a place that others wait for. Only the time that is
 * spent waiting for it counts, not what is done with it meanwhile.
 */
final class PacedBody extends InputStream {

    /**
     * How slowly it may come.
     *
     * @param bytesPerSecond on average, at least
     * @param grace for so long nothing need come; a connection that is silent for longer is ended by the server
     * @param longest all of it, however large
     */
    record Pace(DataSize bytesPerSecond, Duration grace, Duration longest) {

        private boolean missed(long bytes, long nanos) {
            double counted = (nanos - grace.toNanos()) / 1e9;
            return nanos > longest.toNanos() || (counted > 0 && bytes < counted * bytesPerSecond.toBytes());
        }
    }

    private final InputStream body;
    private final Pace pace;
    private final LongSupplier nanos;
    private long waited;
    private long arrived;

    /** A body, and time in nanoseconds from anywhere. */
    PacedBody(InputStream body, Pace pace, LongSupplier nanos) {
        this.body = body;
        this.pace = pace;
        this.nanos = nanos;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** As ever, or {@code request_too_slow}. */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        long begun = nanos.getAsLong();
        int read = arrive(buffer, offset, length);
        waited += nanos.getAsLong() - begun;
        arrived += Math.max(0, read);
        if (read >= 0 && pace.missed(arrived, waited)) {
            throw tooSlow();
        }
        return read;
    }

    private int arrive(byte[] buffer, int offset, int length) throws IOException {
        try {
            return body.read(buffer, offset, length);
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
                throw tooSlow();
            }
            throw e;
        }
    }

    private Problem tooSlow() {
        return new Problem(
                Problem.Kind.TOO_SLOW,
                "request_too_slow",
                "The request came in too slowly, and was not followed.",
                Map.of("bytesPerSecond", pace.bytesPerSecond().toBytes()));
    }
}
