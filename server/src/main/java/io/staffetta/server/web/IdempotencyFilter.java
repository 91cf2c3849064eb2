package io.staffetta.server.web;

import io.staffetta.server.access.Idempotency;
import io.staffetta.server.access.Idempotency.StoredAnswer;
import io.staffetta.server.access.IdempotencyKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Keeps hold of body and answer of requests with an {@code Idempotency-Key}, and stores the answer before it leaves. */
@Component
class IdempotencyFilter extends OncePerRequestFilter {

    static final String HEADER = "Idempotency-Key";

    /** Where a key is kept whose answer is to be stored. */
    static final String RESERVED = IdempotencyFilter.class.getName();

    private static final Logger log = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Idempotency idempotency;
    private final DataSize limit;

    IdempotencyFilter(Idempotency idempotency, @Value("${staffetta.web.body-limit:1MB}") DataSize limit) {
        this.idempotency = idempotency;
        this.limit = limit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null || !METHODS.contains(request.getMethod());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RepeatableRequest repeatable = new RepeatableRequest(request, limit);
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(repeatable, answer);
            answered = true;
        } finally {
            if (request.getAttribute(RESERVED) instanceof IdempotencyKey key) {
                settle(key, answer, answered);
            }
            if (answered) {
                answer.copyBodyToResponse();
            }
        }
    }

    /** What was not done is not stored. The work is done by now, so that its answer leaves in any case. */
    private void settle(IdempotencyKey key, ContentCachingResponseWrapper answer, boolean answered) {
        try {
            if (answered && answer.getStatus() / 100 == 2) {
                String body = new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
                idempotency.finish(key, new StoredAnswer(answer.getStatus(), body));
            } else {
                idempotency.release(key);
            }
        } catch (DataAccessException e) {
            log.warn("Could not store the answer for an Idempotency-Key of {}: {}", key.route(), e.getMessage());
        }
    }
}
