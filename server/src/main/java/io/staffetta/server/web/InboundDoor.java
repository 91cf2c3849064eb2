package io.staffetta.server.web;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.InboundCall;
import io.staffetta.server.session.CalledSessions.Called;
import io.staffetta.server.webhook.InboundCalls;
import io.staffetta.server.webhook.Reception;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * The door that engines' other sides call at: {@code /inbound/{engine}/{token}}. It stands before everything else, since
 * its address is a secret that nothing behind it may log, and since signatures are reckoned over raw bytes.
 */
final class InboundDoor extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(InboundDoor.class);
    private static final Pattern PATH = Pattern.compile("/inbound/([a-z0-9-]{1,40})/([A-Za-z0-9_-]{20,100})");
    private static final int BUFFER = 16 * 1024;

    private final transient InboundCalls calls;
    private final long mostBytes;
    private final long mostNanos;

    /**
     * Takes calls up to this size.
     *
     * @param patience how long a call may take to arrive
     */
    InboundDoor(InboundCalls calls, DataSize limit, Duration patience) {
        this.calls = calls;
        this.mostBytes = limit.toBytes();
        this.mostNanos = patience.toNanos();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        Matcher path = PATH.matcher(request.getRequestURI());
        if (!path.matches()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean post = request.getMethod().equals("POST");
        if (!post && !request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET, POST");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        try {
            take(path.group(1), path.group(2), request, response);
        } catch (Problem e) {
            response.setStatus(e.kind().status());
        } catch (RuntimeException e) {
            // The other side tries again. Only the kind is logged: its message may hold what must not be.
            log.warn("a call from outside was not kept: {}", e.getClass().getName());
            response.setHeader("Retry-After", "5");
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private void take(String engine, String token, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<Called> called = calls.called(engine, token);
        if (called.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        byte[] body = request.getMethod().equals("POST") ? body(request, response) : new byte[0];
        if (response.getStatus() != HttpServletResponse.SC_OK) {
            return;
        }
        InboundCall call = new InboundCall(request.getMethod(), query(request), headers(request), body);
        switch (calls.take(called.get(), call)) {
            case Reception.Kept _ -> response.setContentLength(0);
            case Reception.Answered(String text) -> {
                response.setContentType("text/plain;charset=UTF-8");
                response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            }
            case Reception.Refused _ -> response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** The body, or another status than 200 if it is too large or too slow. */
    private byte[] body(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentLengthLong() > mostBytes) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
            return new byte[0];
        }
        long deadline = System.nanoTime() + mostNanos;
        InputStream in = request.getInputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER);
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            body.write(buffer, 0, read);
            if (body.size() > mostBytes) {
                response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
                return new byte[0];
            }
            if (System.nanoTime() > deadline) {
                response.setStatus(HttpServletResponse.SC_REQUEST_TIMEOUT);
                return new byte[0];
            }
        }
        return body.toByteArray();
    }

    /** Of the address alone: parameters in a form's body are part of the body. */
    private static Map<String, String> query(HttpServletRequest request) {
        Map<String, String> query = new HashMap<>();
        String text = request.getQueryString();
        if (text == null) {
            return query;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            String value = request.getHeader(name);
            if (value != null) {
                headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            }
        }
        return headers;
    }
}
