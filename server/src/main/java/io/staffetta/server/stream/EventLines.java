package io.staffetta.server.stream;

import java.util.List;

/** How a client is told of events. Called on the client's own thread, with what is the client's, in order. */
public interface EventLines {

    /** One event in one line of JSON. */
    record Line(Position position, String json) {}

    /** What the client is told of these events; some may be left out. */
    List<Line> of(List<LoggedEvent> events);
}
