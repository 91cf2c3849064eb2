package io.staffetta.server.stream;

import io.staffetta.core.Problem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who listens to the feed, by user, so that an event is held against those only whom it may be told. Thread-safe. */
final class Audience {

    /** Nobody's list is empty; lists are replaced, never changed. */
    private final Map<Long, List<Subscriber>> byOwner = new ConcurrentHashMap<>();

    private final int mostPerUser;

    Audience(int mostPerUser) {
        this.mostPerUser = mostPerUser;
    }

    /**
     * One more.
     *
     * @throws Problem {@code too_many_streams}
     */
    void join(Subscriber subscriber) {
        byOwner.compute(
                subscriber.selection().ownerId(),
                (_, present) -> joined(present == null ? List.of() : present, subscriber));
    }

    private List<Subscriber> joined(List<Subscriber> present, Subscriber another) {
        if (present.size() >= mostPerUser) {
            throw new Problem(
                    Problem.Kind.TOO_MANY,
                    "too_many_streams",
                    "Too many event streams are open.",
                    Map.of("most", mostPerUser));
        }
        return Stream.concat(present.stream(), Stream.of(another)).toList();
    }

    void leave(Subscriber subscriber) {
        keep(subscriber.selection().ownerId(), each -> each != subscriber);
    }

    /** Those of a user go that were closed. */
    void tidy(long ownerId) {
        keep(ownerId, each -> !each.closed());
    }

    private void keep(long ownerId, Predicate<Subscriber> stays) {
        byOwner.computeIfPresent(ownerId, (_, present) -> {
            List<Subscriber> left = present.stream().filter(stays).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** Those of a user. */
    List<Subscriber> of(long ownerId) {
        return byOwner.getOrDefault(ownerId, List.of());
    }

    boolean empty() {
        return byOwner.isEmpty();
    }

    int size() {
        return byOwner.values().stream().mapToInt(List::size).sum();
    }

    /** Ends all of them. */
    void close() {
        byOwner.values().forEach(all -> all.forEach(Subscriber::close));
    }
}
