package io.staffetta.server.stream;

import java.io.IOException;
import java.io.OutputStream;

/** An event on its way to one client, with its frame in the product's own words where the client takes these. */
final class Delivery {

    private static final byte[] NO_FRAME = new byte[0];

    private final LoggedEvent event;
    private final byte[] frame;

    /** To a client that uses other words. */
    Delivery(LoggedEvent event) {
        this(event, NO_FRAME);
    }

    /** The frame is made once for all clients. */
    Delivery(LoggedEvent event, byte[] frame) {
        this.event = event;
        this.frame = frame;
    }

    LoggedEvent event() {
        return event;
    }

    void writeFrame(OutputStream out) throws IOException {
        out.write(frame);
    }
}
