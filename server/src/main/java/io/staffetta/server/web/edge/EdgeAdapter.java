package io.staffetta.server.web.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Gives every answer its protecting headers before anybody else sees the request, and ends what is left of a body afterwards:
 * what nobody wanted to read is passed over for a moment, so that the answer arrives, and no longer.
 */
final class EdgeAdapter implements Adapter {

    private static final long PASSED_OVER_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long PASSED_OVER_BYTES = 2L << 20;

    private final Adapter container;

    EdgeAdapter(Adapter container) {
        this.container = container;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        ProtectingHeaders.put(response);
        container.service(request, response);
        boolean answered = !is(ActionCode.ASYNC_IS_ASYNC, request) && !is(ActionCode.IS_ERROR, request);
        if (answered && !request.isFinished() && !request.hasExpectation()) {
            passOver(request);
        }
    }

    private static boolean is(ActionCode what, Request request) {
        AtomicBoolean told = new AtomicBoolean();
        request.action(what, told);
        return told.get();
    }

    /** The answer has left by now. A connection whose body does not come to its end soon is closed. */
    private static void passOver(Request request) {
        long begun = System.nanoTime();
        PassedOver body = new PassedOver();
        try {
            for (long bytes = 0; bytes < PASSED_OVER_BYTES && System.nanoTime() - begun < PASSED_OVER_NANOS; ) {
                int read = request.doRead(body);
                if (read < 0) {
                    return;
                }
                bytes += read;
            }
        } catch (IOException brokenOff) {
            // Closed as what is too long.
        }
        request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return container.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status) throws Exception {
        return container.asyncDispatch(request, response, status);
    }

    @Override
    public void log(Request request, Response response, long time) {
        container.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        container.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return container.getDomain();
    }

    /** Takes what is read and keeps none of it. */
    private static final class PassedOver implements ApplicationBufferHandler {

        private ByteBuffer last = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            last = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return last;
        }

        @Override
        public void expand(int size) {
            // What is kept never grows.
        }
    }
}
