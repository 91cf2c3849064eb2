package io.staffetta.server.stream;

import io.staffetta.core.Problem;
import io.staffetta.server.queue.Event;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants to see.
 *
 * @param ownerId only what is this user's
 * @param kinds only these kinds
 * @param campaignPk only those of this campaign, or of all if null
 */
public record EventSelection(
        long ownerId, Set<Event.Kind> kinds, @Nullable Long campaignPk) {

    /** Copies what could change. */
    public EventSelection {
        kinds = Set.copyOf(kinds);
    }

    /**
     * Reads the names of topics: {@code messages}, {@code campaigns}, {@code sessions}, {@code contacts}.
     *
     * @param topics separated by commas; all of them if null or empty
     * @throws Problem {@code unknown_topic}
     */
    public static Set<Event.Kind> kinds(@Nullable String topics) {
        if (topics == null || topics.isBlank()) {
            return EnumSet.allOf(Event.Kind.class);
        }
        Set<Event.Kind> kinds = EnumSet.noneOf(Event.Kind.class);
        for (String topic : topics.split(",", -1)) {
            String name = topic.strip().toLowerCase(Locale.ROOT);
            kinds.add(Arrays.stream(Event.Kind.values())
                    .filter(kind -> name.equals(kind.code() + "s"))
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            Problem.Kind.INVALID,
                            "unknown_topic",
                            "Topics are messages, campaigns, sessions and contacts.",
                            Map.of("topic", name))));
        }
        return kinds;
    }

    boolean holds(LoggedEvent event) {
        return event.ownerId() == ownerId
                && kinds.contains(event.kind())
                && (campaignPk == null || campaignPk.equals(event.campaignPk()));
    }
}
