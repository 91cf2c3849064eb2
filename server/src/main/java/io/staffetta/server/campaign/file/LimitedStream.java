package io.staffetta.server.campaign.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/** Counts what is read and throws as soon as it is too much. */
final class LimitedStream extends FilterInputStream {

    private final LongPredicate tooMuch;
    private final Supplier<RuntimeException> problem;
    private long count;

    LimitedStream(InputStream in, LongPredicate tooMuch, Supplier<RuntimeException> problem) {
        super(in);
        this.tooMuch = tooMuch;
        this.problem = problem;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        counted(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        counted(Math.max(read, 0));
        return read;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        counted(skipped);
        return skipped;
    }

    private void counted(long bytes) {
        count += bytes;
        if (bytes > 0 && tooMuch.test(count)) {
            throw problem.get();
        }
    }
}
