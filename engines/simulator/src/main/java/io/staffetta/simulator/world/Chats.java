package io.staffetta.simulator.world;

/**
 * Which number has a chat with which person, in about 12 bytes a chat: pairs are kept as 64 bits of hash. Thread-safe.
 */
final class Chats {

    private long[] places = new long[1024];
    private int count;

    /** Adds a chat; returns whether it was new. */
    synchronized boolean add(long number, long person) {
        long key = key(number, person);
        int place = place(key);
        if (places[place] == key) {
            return false;
        }
        places[place] = key;
        if (++count > places.length / 4 * 3) {
            grow();
        }
        return true;
    }

    synchronized boolean contains(long number, long person) {
        long key = key(number, person);
        return places[place(key)] == key;
    }

    private static long key(long number, long person) {
        long key = Mix.mix(Mix.mix(number + 0x9E3779B97F4A7C15L) + person);
        return key == 0 ? 1 : key;
    }

    private int place(long key) {
        int mask = places.length - 1;
        int place = (int) key & mask;
        while (places[place] != 0 && places[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] old = places;
        places = new long[Math.multiplyExact(old.length, 2)];
        for (long key : old) {
            if (key != 0) {
                places[place(key)] = key;
            }
        }
    }
}
