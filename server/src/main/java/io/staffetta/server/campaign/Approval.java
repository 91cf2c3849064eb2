package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import java.util.List;

/** What is known against a campaign's messages on the other side. May ask it and take seconds: never in a transaction. */
@FunctionalInterface
interface Approval {

    /** Everything that is known, each with a stable code, if this session sends them; empty if they will be taken. */
    List<Problem> problems(Campaign campaign, Sender sender);

    /** The same for the session that the campaign has; nothing is known against one without a session. */
    default List<Problem> problems(Campaign campaign) {
        Sender sender = campaign.sender();
        return sender == null ? List.of() : problems(campaign, sender);
    }

    /**
     * Refuses a campaign whose messages would be refused.
     *
     * @throws Problem the first of {@link #problems(Campaign)}
     */
    default void check(Campaign campaign) {
        refuse(problems(campaign));
    }

    /**
     * Refuses a session that could not send what the campaign says.
     *
     * @throws Problem the first of {@link #problems(Campaign, Sender)}
     */
    default void check(Campaign campaign, Sender sender) {
        refuse(problems(campaign, sender));
    }

    private static void refuse(List<Problem> problems) {
        problems.stream().findFirst().ifPresent(problem -> {
            throw problem;
        });
    }
}
