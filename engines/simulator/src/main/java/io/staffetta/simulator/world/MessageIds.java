package io.staffetta.simulator.world;

import io.staffetta.core.message.ReceiptLevel;
import java.util.List;
import java.util.Optional;

/**
 * Which message ids ever arrived and how far each came, in about 25 bytes each: ids are kept as 128 bits of hash, so
 * that even a billion of them will not meet by chance. Thread-safe.
 */
final class MessageIds {

    private static final List<ReceiptLevel> LEVELS =
            List.of(ReceiptLevel.SERVER, ReceiptLevel.DELIVERED, ReceiptLevel.READ, ReceiptLevel.PLAYED);

    private long[] keys = new long[2 * 1024];
    // 0 is a free place, otherwise one more than the place in LEVELS.
    private byte[] levels = new byte[1024];
    private int count;

    /** Adds the id at the lowest level; returns whether it was new. */
    synchronized boolean add(String id) {
        long high = hash(id, 0x9E3779B97F4A7C15L);
        long low = hash(id, 0xC2B2AE3D27D4EB4FL);
        int place = place(high, low);
        if (levels[place] != 0) {
            return false;
        }
        put(place, high, low, (byte) 1);
        if (++count > levels.length / 4 * 3) {
            grow();
        }
        return true;
    }

    /** Raises the level of an id; never lowers it. */
    synchronized void raise(String id, ReceiptLevel level) {
        int place = place(id);
        if (levels[place] != 0) {
            levels[place] = (byte) Math.max(levels[place], LEVELS.indexOf(level) + 1);
        }
    }

    /** How far the message with this id came, if there is one. */
    synchronized Optional<ReceiptLevel> level(String id) {
        int level = levels[place(id)];
        return level == 0 ? Optional.empty() : Optional.of(LEVELS.get(level - 1));
    }

    synchronized boolean contains(String id) {
        return levels[place(id)] != 0;
    }

    private int place(String id) {
        return place(hash(id, 0x9E3779B97F4A7C15L), hash(id, 0xC2B2AE3D27D4EB4FL));
    }

    private int place(long high, long low) {
        int mask = levels.length - 1;
        int place = (int) low & mask;
        while (levels[place] != 0 && (keys[2 * place] != high || keys[2 * place + 1] != low)) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void put(int place, long high, long low, byte level) {
        keys[2 * place] = high;
        keys[2 * place + 1] = low;
        levels[place] = level;
    }

    private void grow() {
        long[] oldKeys = keys;
        byte[] oldLevels = levels;
        keys = new long[Math.multiplyExact(oldKeys.length, 2)];
        levels = new byte[oldLevels.length * 2];
        for (int i = 0; i < oldLevels.length; i++) {
            if (oldLevels[i] != 0) {
                put(place(oldKeys[2 * i], oldKeys[2 * i + 1]), oldKeys[2 * i], oldKeys[2 * i + 1], oldLevels[i]);
            }
        }
    }

    private static long hash(String id, long seed) {
        long hash = seed;
        for (int i = 0; i < id.length(); i++) {
            hash = Mix.mix(hash + id.charAt(i));
        }
        return hash;
    }
}
