package io.staffetta.baileys;

import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.KeyStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Does what the sidecar asks about one session's keys, one thing after the other. Thread-safe. */
final class KeyDesk {

    /** A sidecar that asks for this much at once is not ours. */
    private static final int MOST_WAITING = 10_000;

    private final KeyStore keys;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean working;
    private volatile boolean failed;
    private volatile boolean leaving;

    KeyDesk(KeyStore keys) {
        this.keys = keys;
    }

    /** Forgets everything, before whatever is asked for next. */
    void clear() {
        enqueue(() -> {
            try {
                keys.clear();
            } catch (RuntimeException e) {
                failed = true;
            }
        });
    }

    /** The link is given up: nothing is kept any more, since its keys go, too. */
    void leave() {
        leaving = true;
    }

    /** Answers when it is done. */
    void asked(Child child, String event, JsonNode message) {
        long number = Fields.number(message, "n");
        enqueue(() -> answer(child, number, event, message));
    }

    private void answer(Child child, long number, String event, JsonNode message) {
        Map<String, Object> answer = new HashMap<>(Map.of("op", "kept", "n", number));
        try {
            if (failed) {
                throw new IllegalStateException("something went wrong before");
            }
            answer.put("values", event.equals("load") ? load(message) : keep(message));
        } catch (RuntimeException e) {
            // An answer without values tells that it must not go on; what went wrong is the store's to report.
            failed = true;
        }
        child.post(answer);
    }

    private Map<String, String> load(JsonNode message) {
        Set<String> names = new HashSet<>();
        message.path("names").forEach(name -> names.add(name.asString()));
        Map<String, String> values = new HashMap<>();
        keys.load(names).forEach((name, value) -> values.put(name, new String(value.bytes(), StandardCharsets.UTF_8)));
        return values;
    }

    private Map<String, String> keep(JsonNode message) {
        Map<String, Optional<Credentials>> changes = new HashMap<>();
        message.path("values").forEachEntry((name, value) -> changes.put(name, secret(value)));
        if (!leaving) {
            keys.keep(changes);
        }
        return Map.of();
    }

    private static Optional<Credentials> secret(JsonNode value) {
        return value.isString()
                ? Optional.of(new Credentials(value.asString().getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private synchronized void enqueue(Runnable task) {
        if (waiting.size() >= MOST_WAITING) {
            throw new IllegalArgumentException("too much is asked for at once");
        }
        waiting.add(task);
        if (!working) {
            working = true;
            Thread.ofVirtual().name("baileys-keys").start(this::work);
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = waiting.poll();
        working = task != null;
        return task;
    }
}
