package io.staffetta.server.web;

import io.staffetta.server.access.Public;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers for what fails outside of any route, where the container asks for an error page. */
@Hidden
@Public
@Controller
class ErrorRoute implements ErrorController {

    private static final Logger log = LoggerFactory.getLogger(ErrorRoute.class);

    private final FailureWriter writer;

    ErrorRoute(FailureWriter writer) {
        this.writer = writer;
    }

    @RequestMapping("${server.error.path:/error}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        writer.write(failure(request), request, response);
    }

    private static Failure failure(HttpServletRequest request) {
        if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            return Failures.NOT_FOUND;
        }
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            return thrown(thrown);
        }
        return status == HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                ? thrown(new IllegalStateException("An error without an exception"))
                : Failures.ofStatus(status);
    }

    private static Failure thrown(Throwable thrown) {
        return Failures.of(thrown)
                .or(() -> Optional.ofNullable(thrown.getCause()).flatMap(Failures::of))
                .orElseGet(() -> {
                    String errorId = UUID.randomUUID().toString();
                    log.error("Unforeseen failure {}", errorId, thrown);
                    return Failures.internal(errorId);
                });
    }
}
