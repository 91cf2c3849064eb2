package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import java.util.List;

/** What is known against a campaign's messages on the other side. May ask it and take seconds: never in a transaction. */
@FunctionalInterface
interface Approval {

    /** Everything that is known, each with a stable code; empty if the messages will be taken. */
    List<Problem> problems(Campaign campaign);

    /**
     * Refuses a campaign whose messages would be refused.
     *
     * @throws Problem the first of {@link #problems}
     */
    default void check(Campaign campaign) {
        problems(campaign).stream().findFirst().ifPresent(problem -> {
            throw problem;
        });
    }
}
