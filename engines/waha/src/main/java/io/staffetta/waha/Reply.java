package io.staffetta.waha;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What came of a call to WAHA. */
sealed interface Reply {

    /**
     * WAHA answered.
     *
     * @param body missing if there was none, or none that is JSON
     * @param retryAfter how long it asks to be left alone
     */
    record Answer(int status, JsonNode body, Optional<Duration> retryAfter) implements Reply {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** Leaves out the body, which may hold what people wrote. */
        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }

    /** Nothing could be reached: it is certain that WAHA never saw the call. */
    record NotReached(String why) implements Reply {}

    /** It broke after the call may have been seen. */
    record Lost(String why) implements Reply {}
}
