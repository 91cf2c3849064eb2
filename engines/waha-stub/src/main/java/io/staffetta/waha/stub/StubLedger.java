package io.staffetta.waha.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every message that the stub took, in a file that is only ever added to. An entry is on disk before the caller hears of
 * it; numbering goes on over restarts.
 */
public final class StubLedger implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final FileChannel file;
    private final List<Entry> entries = new ArrayList<>();

    /** A message that was taken. */
    public record Entry(long seq, String session, String chatId, String id, String text) {}

    /** Goes on with this file, or begins it. */
    StubLedger(Path path) {
        try {
            this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            entries.addAll(read(path));
            long whole = 0;
            for (Entry entry : entries) {
                whole += line(entry).remaining();
            }
            file.truncate(whole).position(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the file of a stub, running or not. A last line that a kill cut off is left out. */
    public static List<Entry> read(Path path) {
        try {
            String text = Files.readString(path);
            int end = text.lastIndexOf('\n') + 1;
            return text.substring(0, end)
                    .lines()
                    .map(line -> JSON.readValue(line, Entry.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void add(String session, String chatId, String id, String text) {
        Entry entry = new Entry(entries.size() + 1L, session, chatId, id, text);
        entries.add(entry);
        ByteBuffer line = line(entry);
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer line(Entry entry) {
        return ByteBuffer.wrap((JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
