package io.staffetta.cloud;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An error as the Graph API reports it. Its texts are left where they are: they may repeat what was sent.
 *
 * @param code what {@link ErrorCode} tells the meaning of
 * @param subcode says more, or 0
 */
record GraphError(int code, int subcode) {

    /** The error in an answer's body, if there is one. */
    static Optional<GraphError> in(JsonNode body) {
        JsonNode error = body.path("error");
        if (!error.path("code").canConvertToInt()) {
            return Optional.empty();
        }
        return Optional.of(new GraphError(
                error.path("code").asInt(), error.path("error_subcode").asInt(0)));
    }
}
