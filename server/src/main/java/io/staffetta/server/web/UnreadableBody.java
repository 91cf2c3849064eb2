package io.staffetta.server.web;

import io.staffetta.core.Problem;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a body that could not be read, by field where there is one. */
final class UnreadableBody {

    private static final String WHOLE_BODY = "body";

    private UnreadableBody() {}

    static Failure failure(HttpMessageNotReadableException thrown) {
        for (@Nullable Throwable e = thrown.getCause(); e != null; e = e.getCause()) {
            if (e instanceof Problem problem) {
                return Failure.of(problem);
            }
        }
        return switch (thrown.getCause()) {
            case null -> Failure.of(400, "missing_body", "The body is missing");
            case UnrecognizedPropertyException e -> unknown(e);
            case MismatchedInputException e -> wrong(e);
            case ValueInstantiationException e -> wrong(e);
            default -> Failure.of(400, "invalid_json", "The body is not valid JSON");
        };
    }

    private static Failure unknown(UnrecognizedPropertyException e) {
        String field = path(e);
        return Failure.of(400, "unknown_field", "There is no field " + field + " here", Map.of("field", field));
    }

    private static Failure wrong(JacksonException e) {
        return Failures.invalid(Map.of(path(e), "has the wrong type or form"));
    }

    private static String path(JacksonException e) {
        String path = e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        return path.isEmpty() ? WHOLE_BODY : path.startsWith(".") ? path.substring(1) : path;
    }
}
