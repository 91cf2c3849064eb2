package io.staffetta.waha;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** How WAHA's JSON is read, whatever the product does with its own: within limits, and with nothing that could be refused. */
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
}
