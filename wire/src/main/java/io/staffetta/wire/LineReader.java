package io.staffetta.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines. For one thread. */
public final class LineReader {

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int next;
    private int end;

    /** Reads from here; whoever gave it closes it. */
    public LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its end; null when there is none.
     *
     * @param longest in bytes
     * @throws IOException also if it is longer than allowed
     */
    public byte @Nullable [] read(int longest) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (true) {
            if (next == end) {
                next = 0;
                end = in.read(buffer);
                if (end < 0) {
                    end = 0;
                    return null;
                }
            }
            int stop = lineEnd();
            line.write(buffer, next, stop - next);
            if (line.size() > longest) {
                throw new IOException("a line longer than " + longest + " bytes");
            }
            next = Math.min(stop + 1, end);
            if (stop < end) {
                return line.toByteArray();
            }
        }
    }

    private int lineEnd() {
        int stop = next;
        while (stop < end && buffer[stop] != '\n') {
            stop++;
        }
        return stop;
    }
}
