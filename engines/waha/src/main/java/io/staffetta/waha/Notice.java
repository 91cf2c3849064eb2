package io.staffetta.waha;

import io.staffetta.core.engine.EngineEvent;
import java.util.List;

/** One thing that WAHA reports. */
sealed interface Notice {

    /** The session's status changed, or is said to have: what it is now is asked for, for reports come late and twice. */
    record StatusChanged(WahaStatus status) implements Notice {}

    /** Something became of messages. */
    record Said(List<EngineEvent> events) implements Notice {}

    /** Nothing that concerns us. */
    record Nothing() implements Notice {}

    /**
     * It is not what WAHA sends.
     *
     * @param why in a few words, free of what came over the wire
     */
    record Strange(String why) implements Notice {}
}
