package io.staffetta.simulator.remote;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests and replies as lines of JSON. Thread-safe. */
final class Codec {

    private final JsonMapper json = JsonMapper.builder()
            .addMixIn(EngineEvent.class, Named.class)
            .addMixIn(SendOutcome.class, Named.class)
            .addMixIn(Evidence.class, Named.class)
            .addMixIn(Credentials.class, AsBytes.class)
            .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
    private interface Named {}

    private abstract static class AsBytes {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        AsBytes(byte[] bytes) {
            throw new AssertionError(bytes.length);
        }

        @JsonValue
        abstract byte[] bytes();
    }

    byte[] line(Object message) {
        return json.writeValueAsBytes(message);
    }

    Request request(byte[] line) {
        return json.readValue(line, Request.class);
    }

    Reply reply(byte[] line) {
        return json.readValue(line, Reply.class);
    }

    /** A value as part of an answer. */
    JsonNode tree(Object value) {
        return json.valueToTree(value);
    }

    <T> T value(JsonNode tree, Class<T> type) {
        return json.treeToValue(tree, type);
    }
}
