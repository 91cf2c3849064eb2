package io.staffetta.server.web.edge;

import java.io.IOException;
import org.apache.coyote.Adapter;
import org.apache.coyote.ErrorState;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as the server does, but no longer than it takes people: a head that comes in byte by byte is not waited for,
 * however regular the bytes are. The server by itself only minds silence. One that is too large has a status that says so.
 */
final class EdgeProcessor extends Http11Processor {

    private static final int ADDRESS_TOO_LONG = 414;
    private static final int HEADERS_TOO_LARGE = 431;

    /** What the server says of a head that does not fit; it tells it from other flaws by nothing else. */
    private static final String DOES_NOT_FIT =
            StringManager.getManager(Http11InputBuffer.class).getString("iib.requestheadertoolarge.error");

    private final long patienceNanos;

    /** Whose head is incomplete, and since when; others may be served by this processor afterwards. */
    private @Nullable SocketWrapperBase<?> waitedFor;

    private long since;

    /** The status of a head that is too large, whatever else it lacks because of that. */
    private int doesNotFit;

    EdgeProcessor(EdgeProtocol protocol, Adapter adapter) {
        super(protocol, adapter);
        this.patienceNanos = protocol.headPatience().toNanos();
    }

    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        long now = System.nanoTime();
        boolean goesOn = socket.equals(waitedFor);
        if (goesOn && now - since > patienceNanos) {
            waitedFor = null;
            return SocketState.CLOSED;
        }
        doesNotFit = 0;
        SocketState state = super.service(socket);
        if (state != SocketState.LONG || isAsync()) {
            waitedFor = null;
        } else if (!goesOn) {
            waitedFor = socket;
            since = now;
        }
        return state;
    }

    @Override
    protected void setErrorState(ErrorState state, @Nullable Throwable cause) {
        super.setErrorState(state, cause);
        if (cause != null && DOES_NOT_FIT.equals(cause.getMessage())) {
            doesNotFit = request.requestURI().isNull() ? ADDRESS_TOO_LONG : HEADERS_TOO_LARGE;
        }
        if (doesNotFit > 0) {
            response.setStatus(doesNotFit);
        }
    }
}
