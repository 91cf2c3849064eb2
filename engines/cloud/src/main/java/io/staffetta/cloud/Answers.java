package io.staffetta.cloud;

import java.util.Optional;

/** Answers to requests that a person waits for. */
final class Answers {

    private Answers() {}

    /**
     * The answer, if it is a good one.
     *
     * @throws IllegalStateException naming Meta's code, the status, or why no answer came
     */
    static Reply.Answer required(Reply reply) {
        return switch (reply) {
            case Reply.Answer answer when answer.success() && answer.error().isEmpty() -> answer;
            case Reply.Answer answer -> {
                Optional<GraphError> error = answer.error();
                throw new IllegalStateException(
                        error.map(known -> "error_" + known.code()).orElse("http_" + answer.status()));
            }
            case Reply.NotSent(String why) -> throw new IllegalStateException(why);
            case Reply.Lost(String why) -> throw new IllegalStateException(why);
        };
    }
}
