package io.staffetta.simulator.world;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file of lines that only grows. A line counts once it is written with its end: what a killed process left unfinished
 * is cut off at opening, since nobody was told of it. Writers take turns (the caller's lock), readers need none.
 *
 * <p>Not a {@code FileChannel}: interrupting one writer would close it for all.
 */
final class AppendFile implements AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final Path path;
    private final RandomAccessFile file;
    private volatile long size;

    /** Sees one line, without its end. */
    @FunctionalInterface
    interface Reader {
        /** Returns whether to go on. */
        boolean line(long offset, byte[] buffer, int start, int length);
    }

    AppendFile(Path path) {
        this.path = path;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
            size = wholeLines();
            file.setLength(size);
            file.seek(size);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    /** How many bytes of whole lines there are. */
    long size() {
        return size;
    }

    /**
     * Writes one line and its end; when it returns, they survive the death of this process.
     *
     * @throws UncheckedIOException if it could not be written; nothing of it counts
     */
    void append(byte[] text) {
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        try {
            long start = size;
            file.write(line);
            size = start + line.length;
        } catch (IOException e) {
            cutBack(e);
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /** Shows the lines from this offset on, which must be the start of a line. */
    void read(long from, Reader reader) {
        try (RandomAccessFile source = new RandomAccessFile(path.toFile(), "r")) {
            source.seek(from);
            readLines(source, from, size, reader);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static void readLines(RandomAccessFile source, long from, long end, Reader reader) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long offset = from;
        int filled = 0;
        while (offset + filled < end) {
            filled += fill(source, chunk, filled, end - offset);
            int start = 0;
            for (int i = 0; i < filled; i++) {
                if (chunk[i] == '\n') {
                    if (!reader.line(offset + start, chunk, start, i - start)) {
                        return;
                    }
                    start = i + 1;
                }
            }
            filled -= start;
            offset += start;
            System.arraycopy(chunk, start, chunk, 0, filled);
            chunk = filled == chunk.length ? Arrays.copyOf(chunk, filled * 2) : chunk;
        }
    }

    private static int fill(RandomAccessFile source, byte[] chunk, int filled, long left) throws IOException {
        int read = source.read(chunk, filled, (int) Math.min(chunk.length - filled, left - filled));
        if (read <= 0) {
            throw new IOException("the file became shorter");
        }
        return read;
    }

    private long wholeLines() throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (long end = file.length(); end > 0; ) {
            long start = Math.max(0, end - CHUNK);
            file.seek(start);
            file.readFully(chunk, 0, (int) (end - start));
            for (int i = (int) (end - start) - 1; i >= 0; i--) {
                if (chunk[i] == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }

    private void cutBack(IOException cause) {
        try {
            file.seek(size);
            file.setLength(size);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
