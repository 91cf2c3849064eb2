package io.staffetta.cloud.stub;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the stub was told: numbers, templates, how to answer whom. */
final class Script {

    /** Set for everybody. */
    static final String ANYBODY = "*";

    /**
     * A number that the stub knows.
     *
     * @param throughput {@code STANDARD} or {@code HIGH}
     * @param window whether free words are refused outside the 24 hours after a person's last message; no if not said
     */
    record Account(
            String id,
            String token,
            String displayPhoneNumber,
            String verifiedName,
            String qualityRating,
            String throughput,
            @Nullable Boolean window) {

        Account {
            requireNonNull(id, "a number needs its id");
            requireNonNull(token, "a number needs its token");
            requireNonNull(displayPhoneNumber, "a number needs its displayPhoneNumber");
            requireNonNull(verifiedName, "a number needs its verifiedName");
            requireNonNull(qualityRating, "a number needs its qualityRating");
            requireNonNull(throughput, "a number needs its throughput");
        }

        boolean keepsWindow() {
            return Boolean.TRUE.equals(window);
        }
    }

    final Map<String, Account> numbers = new ConcurrentHashMap<>();
    final Map<String, List<JsonNode>> templates = new ConcurrentHashMap<>();
    final Map<String, Integer> uploads = new ConcurrentHashMap<>();
    final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();
    volatile List<String> statuses = List.of("sent", "delivered", "read");
    volatile int readStatus = 200;
    volatile int readCode;
    private final Map<String, Queue<Behaviour>> behaviours = new ConcurrentHashMap<>();

    /** Whether this is what one of the numbers shows to be let in. */
    boolean knows(@Nullable String authorization) {
        return numbers.values().stream().anyMatch(number -> ("Bearer " + number.token()).equals(authorization));
    }

    /** The next messages to this person, or to anybody, are answered like this, one each. */
    void plan(String to, List<Behaviour> next) {
        Queue<Behaviour> queue = behaviours.computeIfAbsent(to, person -> new ArrayDeque<>());
        synchronized (queue) {
            queue.addAll(next);
        }
    }

    Behaviour next(String to) {
        Behaviour own = poll(to);
        Behaviour any = own == null ? poll(ANYBODY) : own;
        return any == null ? Behaviour.ACCEPT : any;
    }

    private @Nullable Behaviour poll(String to) {
        Queue<Behaviour> queue = behaviours.get(to);
        if (queue == null) {
            return null;
        }
        synchronized (queue) {
            return queue.poll();
        }
    }
}
