package io.staffetta.simulator.remote;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.staffetta.core.Problem;
import io.staffetta.core.engine.EngineEvent;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One line from the simulator to the product. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
sealed interface Reply {

    /** The secret was right. */
    record Welcome() implements Reply {}

    /** Still there; these connections are silent. */
    record Pong(List<Long> silent) implements Reply {}

    /** An event for a connection. */
    record Told(long connection, EngineEvent event) implements Reply {}

    /** The answer of a call. */
    record Answer(long call, JsonNode value) implements Reply {}

    /** A call that the rules turned down. */
    record TurnedDown(long call, Problem.Kind kind, String code, String message) implements Reply {}
}
