package io.staffetta.cloud;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of a request to the API. */
sealed interface Reply {

    /**
     * An answer came.
     *
     * @param body what it says; missing if it is not JSON
     * @param retryAfter how long it asks to be left alone, if it does
     */
    record Answer(int status, JsonNode body, Optional<Duration> retryAfter) implements Reply {

        /** The error that it reports, if it reports one in Meta's form. */
        Optional<GraphError> error() {
            return GraphError.in(body);
        }

        boolean success() {
            return status >= 200 && status < 300;
        }
    }

    /** It is certain that nothing was sent. */
    record NotSent(String why) implements Reply {}

    /** No answer came, and what was sent may have arrived. */
    record Lost(String why) implements Reply {}
}
