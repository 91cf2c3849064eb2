package io.staffetta.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** The one place where exceptions become answers. What nobody foresaw is logged once, under an id the caller is told. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class FailureAdvice {

    private static final Logger log = LoggerFactory.getLogger(FailureAdvice.class);

    private final FailureWriter writer;

    FailureAdvice(FailureWriter writer) {
        this.writer = writer;
    }

    @ExceptionHandler(Throwable.class)
    void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(Failures.of(thrown).orElseGet(() -> unforeseen(thrown)), request, response);
    }

    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void callerIsGone() {}

    private static Failure unforeseen(Throwable thrown) {
        String errorId = UUID.randomUUID().toString();
        log.error("Unforeseen failure {}", errorId, thrown);
        return Failures.internal(errorId);
    }
}
