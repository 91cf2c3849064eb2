package io.staffetta.core.campaign;

import io.staffetta.core.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is sent to a person after the first message, in order.
 *
 * @param steps at most {@link #MOST}
 */
public record FollowUpPlan(List<Step> steps) {

    /** No campaign has more follow-ups. */
    public static final int MOST = 10;

    /** No follow-up comes sooner. */
    public static final Duration SOONEST = Duration.ofMinutes(1);

    /** No follow-up comes later. */
    public static final Duration LATEST = Duration.ofDays(365);

    /** No follow-ups. */
    public static final FollowUpPlan NONE = new FollowUpPlan(List.of());

    /**
     * One follow-up.
     *
     * @param after how long after the message before it was sent
     * @param unlessReplied whether it is dropped when the person has answered
     */
    public record Step(Duration after, Template template, boolean unlessReplied) {

        /**
         * A checked step.
         *
         * @throws Problem {@code invalid_follow_up} if it comes too soon or too late
         */
        public Step {
            if (after.compareTo(SOONEST) < 0 || after.compareTo(LATEST) > 0) {
                throw new Problem(
                        Problem.Kind.INVALID,
                        "invalid_follow_up",
                        "A follow-up comes between one minute and 365 days after the message before it, not " + after
                                + ".",
                        Map.of("after", after.toString()));
            }
        }
    }

    /**
     * A checked plan.
     *
     * @throws Problem {@code invalid_follow_up} if it has too many steps
     */
    public FollowUpPlan {
        steps = List.copyOf(steps);
        if (steps.size() > MOST) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_follow_up",
                    "A campaign has at most " + MOST + " follow-ups, not " + steps.size() + ".",
                    Map.of("steps", steps.size()));
        }
    }
}
