package io.staffetta.server.web;

import io.staffetta.core.Problem;
import java.util.Map;

/**
 * What goes out instead of an answer.
 *
 * @param status of HTTP
 * @param code stable
 * @param message in English, for languages without a text for the code
 * @param details never secret
 * @param headers such as {@code Retry-After}
 */
record Failure(int status, String code, String message, Map<String, Object> details, Map<String, String> headers) {

    /** The detail that becomes the header {@code Retry-After}, in seconds. */
    private static final String RETRY_AFTER = "retryAfter";

    static Failure of(int status, String code, String message) {
        return of(status, code, message, Map.of());
    }

    static Failure of(int status, String code, String message, Map<String, Object> details) {
        return new Failure(status, code, message, details, Map.of());
    }

    static Failure of(Problem problem) {
        return new Failure(
                problem.kind().status(),
                problem.code(),
                String.valueOf(problem.getMessage()),
                problem.details(),
                headers(problem));
    }

    private static Map<String, String> headers(Problem problem) {
        Object seconds = problem.details().get(RETRY_AFTER);
        if (seconds != null) {
            return Map.of("Retry-After", seconds.toString());
        }
        return problem.kind() == Problem.Kind.UNAUTHENTICATED ? Map.of("WWW-Authenticate", "Bearer") : Map.of();
    }
}
