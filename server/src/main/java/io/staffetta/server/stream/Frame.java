package io.staffetta.server.stream;

import java.nio.charset.StandardCharsets;

/** Blocks of text/event-stream, ready to be written. */
final class Frame {

    static final byte[] HEARTBEAT = bytes(": heartbeat\n\n");

    private Frame() {}

    static byte[] event(EventLines.Line line) {
        return bytes("id: " + line.position() + "\ndata: " + line.json() + "\n\n");
    }

    /** Where the stream begins, for clients that lose it before the first event. */
    static byte[] begin(Position position) {
        return bytes("retry: 2000\nid: " + position + "\n\n");
    }

    /** What the client saw last is unknown here: it has to look at everything again. */
    static byte[] reset(Position position) {
        return bytes("event: reset\nid: " + position + "\ndata: {\"reason\":\"position_unknown\"}\n\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
