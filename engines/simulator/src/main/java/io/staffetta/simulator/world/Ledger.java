package io.staffetta.simulator.world;

import io.staffetta.core.message.ReceiptLevel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What really arrived: {@code ledger.jsonl}, one line a message in order of acceptance. Of the file only where every
 * 256th line starts is kept in memory, besides the ids and the chats. A repeated id is written down again, marked as a
 * repeat, so that whoever reads the ledger sees it. Thread-safe.
 */
final class Ledger implements AutoCloseable {

    private static final int STRIDE = 256;
    private static final int TAIL = 4_096;

    private final JsonMapper json;
    private final AppendFile file;
    private final MessageIds ids = new MessageIds();
    private final Chats chats = new Chats();
    // A lock, not a monitor: many virtual threads queue here at once.
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<LedgerEntry> tail = new ArrayDeque<>();
    private long[] starts = new long[64];
    private long count;

    Ledger(Path folder, JsonMapper json) {
        this.json = json;
        this.file = new AppendFile(folder.resolve("ledger.jsonl"));
        file.read(0, this::takeIn);
    }

    /**
     * Takes a message in for good; it is written when this returns.
     *
     * @throws UncheckedIOException if it could not be written; then it did not arrive
     */
    void append(Instant at, String sessionKey, long from, long to, String text, String messageId) {
        writing.lock();
        try {
            LedgerEntry entry =
                    new LedgerEntry(count + 1, at, sessionKey, from, to, text, messageId, ids.contains(messageId));
            long offset = file.size();
            file.append(json.writeValueAsBytes(entry));
            count(offset, entry);
        } finally {
            writing.unlock();
        }
    }

    /** The entries after this one, oldest first. */
    List<LedgerEntry> read(long after, int limit) {
        long start;
        writing.lock();
        try {
            if (after >= count) {
                return List.of();
            }
            start = starts[(int) (after / STRIDE)];
        } finally {
            writing.unlock();
        }
        List<LedgerEntry> entries = new ArrayList<>();
        file.read(start, (offset, buffer, from, length) -> {
            LedgerEntry entry = json.readValue(buffer, from, length, LedgerEntry.class);
            if (entry.seq() > after) {
                entries.add(entry);
            }
            return entries.size() < limit;
        });
        return entries;
    }

    /** The last messages of former lives, at most 4,096, handed out once. */
    List<LedgerEntry> takeTail() {
        List<LedgerEntry> last = List.copyOf(tail);
        tail.clear();
        return last;
    }

    /** How far the message with this id came, if it ever arrived. */
    Optional<ReceiptLevel> level(String messageId) {
        return ids.level(messageId);
    }

    /** Notes how far a message came; since the last start only. */
    void raise(String messageId, ReceiptLevel level) {
        ids.raise(messageId, level);
    }

    /** Whether the number has a chat with the person. */
    boolean knows(long number, long person) {
        return chats.contains(number, person);
    }

    /** Notes a chat that the person began; returns whether it is new. */
    boolean meet(long number, long person) {
        return chats.add(number, person);
    }

    private boolean takeIn(long offset, byte[] buffer, int start, int length) {
        try {
            LedgerEntry entry = json.readValue(buffer, start, length, LedgerEntry.class);
            count(offset, entry);
            tail.add(entry);
            if (tail.size() > TAIL) {
                tail.remove();
            }
            return true;
        } catch (JacksonException e) {
            throw new IllegalStateException("ledger.jsonl is damaged in line " + (count + 1), e);
        }
    }

    private void count(long offset, LedgerEntry entry) {
        if (count % STRIDE == 0) {
            int place = (int) (count / STRIDE);
            if (place == starts.length) {
                starts = Arrays.copyOf(starts, place * 2);
            }
            starts[place] = offset;
        }
        count++;
        ids.add(entry.messageId());
        chats.add(entry.from(), entry.to());
    }

    @Override
    public void close() {
        file.close();
    }
}
