package io.staffetta.server.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes a failure in the one body that all clients know, in the caller's language; to {@link LostPeople} a page. */
@Component
class FailureWriter {

    private final Texts texts;
    private final JsonMapper json;
    private final LostPeople people;

    FailureWriter(Texts texts, JsonMapper json, LostPeople people) {
        this.texts = texts;
        this.json = json;
        this.people = people;
    }

    /** Answers with this failure; does nothing once an answer has begun to leave. */
    void write(Failure failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (failure.equals(Failures.NOT_FOUND) && LostPeople.sent(request)) {
            people.answer(response);
            return;
        }
        byte[] body = json.writeValueAsBytes(body(failure, request));
        response.resetBuffer();
        response.setStatus(failure.status());
        failure.headers().forEach(response::setHeader);
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        response.setContentType(contentType(request.getHeader(HttpHeaders.ACCEPT)));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private Map<String, Object> body(Failure failure, HttpServletRequest request) {
        String message = texts.find(RequestLanguage.of(request), failure.code(), failure.details())
                .orElse(failure.message());
        HttpStatus status = HttpStatus.resolve(failure.status());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("success", false);
        body.put("message", message);
        if (!failure.details().isEmpty()) {
            body.put("details", failure.details());
        }
        if (RequestLanguage.door(request).filter(Door::error).isPresent()) {
            body.put("error", message);
        }
        body.put("code", failure.code());
        body.put("type", "urn:staffetta:problem:" + failure.code());
        body.put("title", status == null ? "Error" : status.getReasonPhrase());
        body.put("status", failure.status());
        body.put("detail", message);
        body.put("instance", request.getRequestURI());
        return body;
    }

    private static String contentType(@Nullable String accept) {
        boolean asked = accept != null && accept.contains(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        return (asked ? MediaType.APPLICATION_PROBLEM_JSON_VALUE : MediaType.APPLICATION_JSON_VALUE);
    }
}
