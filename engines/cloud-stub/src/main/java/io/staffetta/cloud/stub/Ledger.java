package io.staffetta.cloud.stub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What the stub took, one line of JSON each, written before anybody is answered; a kill of the process loses nothing. */
final class Ledger implements AutoCloseable {

    /**
     * A message that was taken.
     *
     * @param id the id it was given
     * @param number Meta's id of the number that it came from
     * @param to the person
     * @param type such as {@code text}
     * @param callback what came along to be echoed
     */
    record Entry(String id, String number, String to, String type, String callback) {}

    private final Path file;
    private final FileChannel channel;

    /** Goes on with this file, or begins it. */
    Ledger(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    synchronized void append(Entry entry) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(
                (JsonMapper.shared().writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    List<Entry> entries() {
        return entries(file);
    }

    /** What stands in this file, whoever wrote it. */
    static List<Entry> entries(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.endsWith("}"))
                    .map(line -> JsonMapper.shared().readValue(line, Entry.class))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
