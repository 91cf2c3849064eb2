package io.staffetta.waha;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps things in memory, as the product keeps them in its database: they outlive a connection. */
final class MemoryKeys implements KeyStore {

    final Map<String, Credentials> kept = new ConcurrentHashMap<>();

    @Override
    public Map<String, Credentials> load(Set<String> names) {
        Map<String, Credentials> found = new HashMap<>(kept);
        found.keySet().retainAll(names);
        return found;
    }

    @Override
    public void keep(Map<String, Optional<Credentials>> changes) {
        changes.forEach((name, value) -> value.ifPresentOrElse(v -> kept.put(name, v), () -> kept.remove(name)));
    }

    @Override
    public void clear() {
        kept.clear();
    }
}
