package io.staffetta.server.web;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Idempotency;
import io.staffetta.server.access.Idempotency.StoredAnswer;
import io.staffetta.server.access.IdempotencyKey;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/** Runs a request with an {@code Idempotency-Key} once: answers a repeated one from store, or hands the key on. */
@Component
class IdempotencyGuard implements HandlerInterceptor, HandlerMethodArgumentResolver {

    private static final String KEY = IdempotencyKey.class.getName();
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final Idempotency idempotency;

    IdempotencyGuard(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        RepeatableRequest repeatable = WebUtils.getNativeRequest(request, RepeatableRequest.class);
        if (repeatable == null
                || !(handler instanceof HandlerMethod method)
                || !(request.getAttribute(RouteGuard.CALLER) instanceof Caller caller)
                || request.getDispatcherType() != DispatcherType.REQUEST) {
            return true;
        }
        if (takesKey(method)) {
            request.setAttribute(KEY, key(repeatable, caller));
            return true;
        }
        if (method.hasMethodAnnotation(Idempotent.class)) {
            return isNew(key(repeatable, caller), request, response);
        }
        if (request.getMethod().equals("POST") && request.getRequestURI().startsWith("/api/v1/")) {
            // Better than to let somebody believe that a second request would do nothing.
            throw new Problem(
                    Problem.Kind.INVALID,
                    "idempotency_not_supported",
                    "This route does not take an Idempotency-Key: what it answers must not be kept, or is not read twice");
        }
        return true;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == IdempotencyKey.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        return request.getAttribute(KEY, RequestAttributes.SCOPE_REQUEST);
    }

    private boolean isNew(IdempotencyKey key, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<StoredAnswer> before = idempotency.begin(key);
        if (before.isEmpty()) {
            request.setAttribute(IdempotencyFilter.RESERVED, key);
            return true;
        }
        byte[] body = before.get().body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(before.get().status());
        response.setHeader("Idempotency-Replayed", "true");
        if (body.length > 0) {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getOutputStream().write(body);
        }
        return false;
    }

    static boolean takesKey(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == IdempotencyKey.class);
    }

    private static IdempotencyKey key(RepeatableRequest request, Caller caller) throws IOException {
        String key = request.getHeader(IdempotencyFilter.HEADER);
        if (key == null || !FORM.matcher(key).matches()) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_idempotency_key",
                    "The Idempotency-Key must be 1 to 200 printable characters");
        }
        String route = request.getMethod() + " " + request.getRequestURI();
        return new IdempotencyKey(caller.ownerId(), route, key, hash(request));
    }

    private static String hash(RepeatableRequest request) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((request.getQueryString() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(request.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
