package io.staffetta.server.web.v1;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.Delay;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How a simulated number and the people it writes to are to behave; what is left out stays. A delay is a duration such as
 * {@code "PT2S"}, a number of milliseconds, or {@code {"min":…,"max":…}} of these.
 */
record BehaviourBody(
        @Nullable JsonNode acceptDelay,
        @Nullable JsonNode deliverDelay,
        @Nullable JsonNode readDelay,
        @Nullable JsonNode replyDelay,
        @Nullable Double refuseRate,
        @Nullable Double notSentRate,
        @Nullable Double unknownRate,
        @Nullable Double undeliverableRate,
        @Nullable Double replyRate,
        @Nullable String replyText,
        @Nullable Boolean receipts,
        @Nullable Boolean duplicateReceipts,
        @Nullable Boolean reorderReceipts,
        @Nullable Boolean evidence,
        @Nullable Boolean hanging,
        @Nullable Boolean silent) {

    BehaviourChange read() {
        return new BehaviourChange(
                delay(acceptDelay),
                delay(deliverDelay),
                delay(readDelay),
                delay(replyDelay),
                refuseRate,
                notSentRate,
                unknownRate,
                undeliverableRate,
                replyRate,
                replyText,
                receipts,
                duplicateReceipts,
                reorderReceipts,
                evidence,
                hanging,
                silent);
    }

    private static @Nullable Delay delay(@Nullable JsonNode written) {
        if (written == null || written.isNull()) {
            return null;
        }
        if (written.isObject()) {
            return new Delay(duration(written.path("min")), duration(written.path("max")));
        }
        Duration always = duration(written);
        return new Delay(always, always);
    }

    private static Duration duration(JsonNode written) {
        try {
            if (written.isNumber() && written.canConvertToLong()) {
                return Duration.ofMillis(written.asLong());
            }
            if (written.isString()) {
                return Duration.parse(written.asString());
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static Problem invalid() {
        return new Problem(
                Kind.INVALID,
                "invalid_delay",
                "A delay is a duration such as PT2S, a number of milliseconds, or an object with min and max.");
    }
}
