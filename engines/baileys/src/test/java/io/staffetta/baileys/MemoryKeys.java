package io.staffetta.baileys;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Keeps keys in memory, and holds back what a test wants held back. */
final class MemoryKeys implements KeyStore {

    final Map<String, Credentials> kept = new ConcurrentHashMap<>();
    volatile boolean broken;
    volatile Predicate<Set<String>> heldBack = names -> false;

    @Override
    public Map<String, Credentials> load(Set<String> names) {
        check();
        Map<String, Credentials> found = new HashMap<>(kept);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public void keep(Map<String, Optional<Credentials>> changes) {
        while (heldBack.test(changes.keySet())) {
            LockSupport.parkNanos(1_000_000);
        }
        check();
        changes.forEach((name, value) -> value.ifPresentOrElse(v -> kept.put(name, v), () -> kept.remove(name)));
    }

    @Override
    public void clear() {
        kept.clear();
    }

    private void check() {
        if (broken) {
            throw new IllegalStateException("broken by the test");
        }
    }
}
