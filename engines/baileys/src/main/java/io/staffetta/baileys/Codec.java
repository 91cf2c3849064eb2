package io.staffetta.baileys;

import java.util.Map;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lines of JSON, within limits. */
final class Codec {

    /** The longest line either side takes, in bytes. */
    static final int LONGEST_LINE = 16 * 1024 * 1024;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_LINE)
                            .maxNestingDepth(16)
                            .build())
                    .build())
            .build();

    /** Without an end of line. */
    byte[] line(Map<String, ?> message) {
        return json.writeValueAsBytes(message);
    }

    JsonNode read(byte[] line) {
        return json.readTree(line);
    }
}
