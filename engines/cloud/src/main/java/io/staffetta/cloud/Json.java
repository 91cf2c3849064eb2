package io.staffetta.cloud;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON from the wire: never deeper, and its names never longer, than the API has reason for. */
final class Json {

    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 1_000;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNameLength(LONGEST_NAME)
                            .build())
                    .build())
            .build();

    private Json() {}

    /** The text there, or nothing at all: never what something else would look like as text. */
    static String text(JsonNode node) {
        return node.isString() ? node.asString() : "";
    }
}
