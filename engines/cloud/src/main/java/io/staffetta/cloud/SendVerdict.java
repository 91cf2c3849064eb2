package io.staffetta.cloud;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.engine.SendOutcome.Scope;
import io.staffetta.core.message.EndReason;
import java.time.Duration;
import java.util.Optional;

/**
 * What an answer to a sent message means.
 *
 * @param meaning of the error in it; {@link ErrorCode.Meaning#UNKNOWN} if there is none
 */
record SendVerdict(SendOutcome outcome, ErrorCode.Meaning meaning) {

    private static final Duration A_DAY = Duration.ofHours(24);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST_ID = 500;

    static SendVerdict of(Reply reply) {
        return switch (reply) {
            case Reply.NotSent(String why) -> plain(new SendOutcome.NotSent(Cause.UNREACHABLE, why, Optional.empty()));
            case Reply.Lost(String why) -> plain(new SendOutcome.Unknown(why));
            case Reply.Answer answer -> answered(answer);
        };
    }

    private static SendVerdict answered(Reply.Answer answer) {
        if (answer.success()) {
            String id = Json.text(answer.body().path("messages").path(0).path("id"));
            boolean credible =
                    !id.isBlank() && id.length() <= LONGEST_ID && answer.error().isEmpty();
            return plain(
                    credible
                            ? new SendOutcome.Accepted(id)
                            : new SendOutcome.Unknown("http_" + answer.status() + "_without_id"));
        }
        Optional<GraphError> error = answer.error();
        if (error.isPresent() && ErrorCode.meaning(error.get()) != ErrorCode.Meaning.UNKNOWN) {
            return documented(error.get(), answer);
        }
        if (answer.status() == TOO_MANY_REQUESTS) {
            return new SendVerdict(
                    new SendOutcome.NotSent(Cause.THROTTLED, "http_429", answer.retryAfter()),
                    ErrorCode.Meaning.SLOWER);
        }
        boolean turnedDown = error.isPresent() && answer.status() >= 400 && answer.status() < 500;
        return plain(
                turnedDown
                        ? new SendOutcome.Refused(EndReason.REFUSED, code(error.get()))
                        : new SendOutcome.Unknown("http_" + answer.status()));
    }

    /**
     * What the same error means that Meta found only after it had taken the message, and told by a webhook: what it would
     * have refused at once is refused, with the same reason and reach. The message did not arrive; what passes does not
     * send it again by itself, since it left once.
     *
     * @param shown the code in words
     */
    static SendOutcome.Refused afterwards(ErrorCode.Meaning meaning, String shown) {
        if (meaning == ErrorCode.Meaning.UNKNOWN) {
            return new SendOutcome.Refused(EndReason.REFUSED, shown);
        }
        return outcome(meaning, shown, Optional.empty()) instanceof SendOutcome.Refused refused
                ? refused
                : new SendOutcome.Refused(EndReason.NOT_DELIVERED, shown);
    }

    private static SendVerdict documented(GraphError error, Reply.Answer answer) {
        ErrorCode.Meaning meaning = ErrorCode.meaning(error);
        return new SendVerdict(outcome(meaning, code(error), answer.retryAfter()), meaning);
    }

    private static SendOutcome outcome(ErrorCode.Meaning meaning, String code, Optional<Duration> retryAfter) {
        return switch (meaning) {
            case SLOWER, UNKNOWN -> new SendOutcome.NotSent(Cause.THROTTLED, code, retryAfter);
            case SLOWER_WITH_PERSON -> new SendOutcome.NotSent(Cause.PERSON_THROTTLED, code, retryAfter);
            case TOMORROW -> new SendOutcome.NotSent(Cause.PERSON_THROTTLED, code, Optional.of(A_DAY));
            case NUMBER_STOPPED -> new SendOutcome.NotSent(Cause.SESSION_NOT_READY, code, Optional.empty());
            case NOT_ON_WHATSAPP -> new SendOutcome.Refused(EndReason.NOT_ON_WHATSAPP, code);
            case OPTED_OUT -> new SendOutcome.Refused(EndReason.OPTED_OUT, code, Scope.PERSON);
            case INVALID_NUMBER -> new SendOutcome.Refused(EndReason.INVALID_NUMBER, code);
            case REFUSED -> new SendOutcome.Refused(EndReason.REFUSED, code);
            case TEMPLATE_STOPPED -> new SendOutcome.Refused(EndReason.REFUSED, code, Scope.TEMPLATE);
        };
    }

    private static SendVerdict plain(SendOutcome outcome) {
        return new SendVerdict(outcome, ErrorCode.Meaning.UNKNOWN);
    }

    private static String code(GraphError error) {
        return Integer.toString(error.code());
    }
}
