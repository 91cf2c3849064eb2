package io.staffetta.waha;

import java.util.LinkedHashSet;
import java.util.Set;

/** Remembers the last so many texts. Thread-safe. */
final class BoundedSet {

    private final int most;
    private final Set<String> texts = new LinkedHashSet<>();

    BoundedSet(int most) {
        this.most = most;
    }

    /** Remembers this one; false if it was remembered already. */
    synchronized boolean add(String text) {
        boolean fresh = texts.add(text);
        if (texts.size() > most) {
            texts.remove(texts.iterator().next());
        }
        return fresh;
    }

    /** Forgets this one; false if it was not remembered. */
    synchronized boolean remove(String text) {
        return texts.remove(text);
    }

    /** Takes out the oldest; empty text if there is none. */
    synchronized String poll() {
        if (texts.isEmpty()) {
            return "";
        }
        String oldest = texts.iterator().next();
        texts.remove(oldest);
        return oldest;
    }
}
