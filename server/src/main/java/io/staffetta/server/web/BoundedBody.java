package io.staffetta.server.web;

import io.staffetta.core.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** Reads no more of a body than its limit. */
final class BoundedBody extends FilterInputStream {

    private final DataSize limit;
    private long left;

    BoundedBody(InputStream body, DataSize limit) {
        super(body);
        this.limit = limit;
        this.left = limit.toBytes();
    }

    static Problem tooLarge(DataSize limit) {
        return new Problem(
                Problem.Kind.TOO_LARGE,
                "body_too_large",
                "The body is larger than " + limit.toBytes() + " bytes",
                Map.of("limitBytes", limit.toBytes()));
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        spend(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        spend(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        spend(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void spend(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLarge(limit);
        }
    }
}
