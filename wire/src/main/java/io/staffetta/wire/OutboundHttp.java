package io.staffetta.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The one way out over HTTP for addresses that users give: engines use it instead of a client of their own. Each request
 * goes only where the operator allows: the name is resolved once, every address that it resolves to is checked, and the
 * connection is made to exactly what was checked. Redirects are answered as they come, never followed. Thread-safe.
 */
public interface OutboundHttp {

    /**
     * Sends a request and reads the answer into memory. Its {@link HttpRequest#timeout() time-out} covers everything up
     * to the answer's first byte; without one, 30 seconds are taken.
     *
     * @throws Refused if the address may not be called; nothing was sent
     * @throws ConnectException if nothing could be reached; nothing was sent
     * @throws javax.net.ssl.SSLHandshakeException if the other side is not who it should be; nothing was sent
     * @throws IOException if it broke on the way, or the answer is larger than the product takes: it may have arrived
     */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException;

    /**
     * Checks an address that a user gives, without calling it: scheme, form, and the addresses behind the name if it
     * resolves now.
     *
     * @throws Refused if it may not be called
     */
    void check(URI address) throws Refused;

    /** How long a request without a time-out of its own may take. */
    Duration LONGEST = Duration.ofSeconds(30);

    /** The address may not be called: nothing was sent. */
    final class Refused extends ConnectException {

        private static final long serialVersionUID = 1L;

        /**
         * Says why, without the address.
         *
         * @param message in English, for people
         */
        public Refused(String message) {
            super(message);
        }
    }
}
