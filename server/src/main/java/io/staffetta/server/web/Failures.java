package io.staffetta.server.web;

import io.staffetta.core.Problem;
import io.staffetta.server.storage.RequestShare;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Reads exceptions, ours and the framework's, as failures. Holds no texts of other people's exceptions. */
final class Failures {

    static final Failure NOT_FOUND = Failure.of(404, "not_found", "There is nothing at this address");
    static final Failure BAD_REQUEST = Failure.of(400, "bad_request", "The request is malformed");

    /** SQL states: a character not in the encoding, an escape that has no character. */
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    /** How exceptions begin that came of a commit. */
    private static final String COMMIT = "JDBC commit";

    private Failures() {}

    /** The failure that this exception means; empty if nobody foresaw it. */
    static Optional<Failure> of(Throwable thrown) {
        return Optional.ofNullable(
                switch (thrown) {
                    case Problem e -> Failure.of(e);
                    case NoResourceFoundException _, NoHandlerFoundException _ -> NOT_FOUND;
                    case HttpRequestMethodNotSupportedException e -> methodNotAllowed(e);
                    case HttpMediaTypeNotSupportedException _ ->
                        Failure.of(415, "unsupported_media_type", "This route does not read that content type");
                    case HttpMediaTypeNotAcceptableException _ ->
                        Failure.of(406, "not_acceptable", "This route cannot answer in an accepted content type");
                    case HttpMessageNotReadableException e -> UnreadableBody.failure(e);
                    case BindException e -> invalid(fieldErrors(e));
                    case HandlerMethodValidationException e -> invalid(parameterErrors(e));
                    case ConstraintViolationException e -> invalid(violations(e));
                    case MethodArgumentTypeMismatchException e -> mismatch(e);
                    case MissingServletRequestParameterException e -> missing(e.getParameterName());
                    case MissingRequestHeaderException e -> missing(e.getHeaderName());
                    case MissingServletRequestPartException e -> missing(e.getRequestPartName());
                    case MaxUploadSizeExceededException e ->
                        tooLarge(DataSize.ofBytes(Math.max(0, e.getMaxUploadSize())));
                    case MultipartException _, ServletRequestBindingException _ -> BAD_REQUEST;
                    case Throwable e
                    when isCallerSilent(e) ->
                        Failure.of(408, "request_too_slow", "The request came in too slowly, and was not followed");
                    case Throwable e
                    when isCallerGone(e) ->
                        Failure.of(400, "request_broken_off", "The request broke off before its end");
                    case Throwable e when isCrowded(e) -> busy();
                    case Throwable e when isDatabaseAway(e) -> isOfCommit(e) ? outcomeUnknown() : databaseAway();
                    case Throwable e
                    when isUnstorable(e) ->
                        Failure.of(400, "unstorable_text", "A text holds the character NUL, which cannot be kept");
                    case ErrorResponse e
                    when e.getStatusCode().is4xxClientError() ->
                        Failure.of(e.getStatusCode().value(), "bad_request", "The request is malformed");
                    default -> null;
                });
    }

    /** What the server refuses by itself, of which only the status is known. */
    static Failure ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> Failure.of(405, "method_not_allowed", "This route does not know that method");
            case 414 -> Failure.of(414, "address_too_long", "The address is too long");
            case 431 -> Failure.of(431, "headers_too_large", "The headers are too large");
            case 501 -> Failure.of(501, "not_implemented", "This server does not do that");
            case 505 -> Failure.of(505, "unknown_http_version", "This server speaks HTTP/1.1");
            default -> Failure.of(status, BAD_REQUEST.code(), BAD_REQUEST.message());
        };
    }

    /** The answer to something unforeseen, which the log knows by this id. */
    static Failure internal(String errorId) {
        return Failure.of(500, "internal", "Something went wrong here", Map.of("errorId", errorId));
    }

    /** The connection ended within a body. The server's own reading says so; a file of ours that ends early is a fault. */
    private static boolean isCallerGone(Throwable thrown) {
        return thrown instanceof ClientAbortException || (thrown instanceof EOFException && isOfServer(thrown));
    }

    /** Nothing more came within a body. */
    private static boolean isCallerSilent(Throwable thrown) {
        return thrown instanceof ClientAbortException
                ? thrown.getCause() instanceof SocketTimeoutException
                : thrown instanceof SocketTimeoutException && isOfServer(thrown);
    }

    private static boolean isOfServer(Throwable thrown) {
        StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("org.apache.tomcat.");
    }

    static Failure invalid(Map<String, String> fields) {
        return Failure.of(
                400, "invalid_field", "Not valid: " + String.join(", ", fields.keySet()), Map.of("fields", fields));
    }

    private static Failure methodNotAllowed(HttpRequestMethodNotSupportedException e) {
        var allowed = Optional.ofNullable(e.getSupportedHttpMethods()).stream()
                .flatMap(methods -> methods.stream().map(HttpMethod::name))
                .sorted()
                .toList();
        return new Failure(
                405,
                "method_not_allowed",
                "This route does not know that method",
                Map.of("allowed", allowed),
                Map.of("Allow", String.join(", ", allowed)));
    }

    /** A path that cannot be an id names nothing; elsewhere the value is wrong. */
    private static Failure mismatch(MethodArgumentTypeMismatchException e) {
        return e.getParameter().hasParameterAnnotation(PathVariable.class)
                ? NOT_FOUND
                : Failure.of(
                        400,
                        "invalid_parameter",
                        "The parameter " + e.getName() + " has a value it cannot have",
                        Map.of("parameter", e.getName()));
    }

    private static Failure missing(String parameter) {
        return Failure.of(400, "missing_parameter", parameter + " is missing", Map.of("parameter", parameter));
    }

    static Failure tooLarge(DataSize limit) {
        return Failure.of(BoundedBody.tooLarge(limit));
    }

    private static Map<String, String> fieldErrors(BindException e) {
        Map<String, String> fields = new TreeMap<>();
        for (FieldError error : e.getFieldErrors()) {
            fields.putIfAbsent(error.getField(), text(error));
        }
        e.getGlobalErrors().forEach(error -> fields.putIfAbsent(error.getObjectName(), text(error)));
        return fields;
    }

    private static Map<String, String> parameterErrors(HandlerMethodValidationException e) {
        Map<String, String> fields = new TreeMap<>();
        for (var result : e.getParameterValidationResults()) {
            String name = Optional.ofNullable(result.getMethodParameter().getParameterName())
                    .orElse("parameter");
            for (MessageSourceResolvable error : result.getResolvableErrors()) {
                fields.putIfAbsent(error instanceof FieldError field ? field.getField() : name, text(error));
            }
        }
        return fields;
    }

    private static Map<String, String> violations(ConstraintViolationException e) {
        return e.getConstraintViolations().stream()
                .collect(Collectors.toMap(
                        violation -> violation.getPropertyPath().toString(),
                        ConstraintViolation::getMessage,
                        (first, second) -> first,
                        TreeMap::new));
    }

    private static String text(MessageSourceResolvable error) {
        return Optional.ofNullable(error.getDefaultMessage()).orElse("not valid");
    }

    private static boolean isCrowded(Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof RequestShare.Crowded) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDatabaseAway(Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof DataAccessResourceFailureException
                    || e instanceof RecoverableDataAccessException
                    || e instanceof CannotCreateTransactionException
                    // Two waited for each other, and this one was rolled back.
                    || e instanceof PessimisticLockingFailureException
                    // The connection broke in the middle: then not even the rollback is answered.
                    || e instanceof TransactionSystemException
                    || e instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    /** Whether the connection broke while the end of a transaction was awaited, which the manager's own words tell. */
    private static boolean isOfCommit(Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            if (String.valueOf(e.getMessage()).startsWith(COMMIT)) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL keeps every character but NUL, neither in texts nor in JSON. */
    private static boolean isUnstorable(Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof SQLException refused && UNSTORABLE.contains(String.valueOf(refused.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static Failure busy() {
        return new Failure(
                503,
                "busy",
                "Too much waits for the database; try again in a moment",
                Map.of(),
                Map.of("Retry-After", "1"));
    }

    private static Failure outcomeUnknown() {
        return Failure.of(503, "outcome_unknown", "The database went away at that moment: it may have been done");
    }

    private static Failure databaseAway() {
        return new Failure(
                503,
                "database_unavailable",
                "The database is away; nothing was changed",
                Map.of(),
                Map.of("Retry-After", "2"));
    }
}
