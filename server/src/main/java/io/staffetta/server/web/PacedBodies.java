package io.staffetta.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Every body that a route reads comes in as it is, not packed, and at least as fast as the operator wants. Stands behind {@link
 * InboundDoor}, which has a time of its own for whole calls.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class PacedBodies extends OncePerRequestFilter {

    private static final String AS_IT_IS = "identity";

    private static final Failure PACKED = new Failure(
            415,
            "unsupported_content_encoding",
            "Bodies are read as they are, not packed",
            Map.of(),
            Map.of(HttpHeaders.ACCEPT_ENCODING, AS_IT_IS));

    private final PacedBody.Pace pace;
    private final FailureWriter writer;

    PacedBodies(
            @Value("${staffetta.web.slowest-body:16KB}") DataSize bytesPerSecond,
            @Value("${staffetta.web.body-grace:10s}") Duration grace,
            @Value("${staffetta.web.longest-body:1h}") Duration longest,
            FailureWriter writer) {
        this.pace = new PacedBody.Pace(bytesPerSecond, grace, longest);
        this.writer = writer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase(AS_IT_IS)) {
            writer.write(PACKED, request, response);
            return;
        }
        chain.doFilter(new Paced(request, pace), response);
    }

    private static final class Paced extends HttpServletRequestWrapper {

        private final PacedBody.Pace pace;
        private @Nullable ServletInputStream body;

        Paced(HttpServletRequest request, PacedBody.Pace pace) {
            super(request);
            this.pace = pace;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream known = body == null ? new Body(super.getInputStream(), pace) : body;
            body = known;
            return known;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class Body extends ServletInputStream {

        private final ServletInputStream body;
        private final PacedBody paced;

        Body(ServletInputStream body, PacedBody.Pace pace) {
            this.body = body;
            this.paced = new PacedBody(body, pace, System::nanoTime);
        }

        @Override
        public int read() throws IOException {
            return paced.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return paced.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
