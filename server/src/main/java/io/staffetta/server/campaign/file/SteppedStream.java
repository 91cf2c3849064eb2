package io.staffetta.server.campaign.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets one step of who reads it take no more than a few megabytes: a parser keeps a whole tag or remark in memory. */
final class SteppedStream extends FilterInputStream {

    private static final int LARGEST_STEP = 4 << 20;

    private int left = LARGEST_STEP;

    SteppedStream(InputStream in) {
        super(in);
    }

    /** Begins the next step. */
    void step() {
        left = LARGEST_STEP;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        take(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        take(Math.max(read, 0));
        return read;
    }

    private void take(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw XlsxFile.malformed(0);
        }
    }
}
