package io.staffetta.server.web;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Gatekeeper;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Public;
import io.staffetta.server.access.RequestRates;
import io.staffetta.server.access.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * Lets a request through to the route that really matched, or not. Paths play no part, so no way of writing a path gets
 * around it. Closed is the default: only what is marked {@link Public}, our static files and the API document are open,
 * and what {@link AnonymousDoors} lets in.
 */
@Component
class RouteGuard implements HandlerInterceptor {

    /** Where the caller of a request is kept. */
    static final String CALLER = Caller.class.getName();

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String API_DOCUMENT = "org.springdoc.";

    private final Gatekeeper gatekeeper;
    private final BrowserCookie browsers;
    private final AnonymousDoors anonymous;
    private final RequestRates rates;
    private final FailureWriter writer;

    RouteGuard(
            Gatekeeper gatekeeper,
            BrowserCookie browsers,
            AnonymousDoors anonymous,
            RequestRates rates,
            FailureWriter writer) {
        this.gatekeeper = gatekeeper;
        this.browsers = browsers;
        this.anonymous = anonymous;
        this.rates = rates;
        this.writer = writer;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        try {
            return letsThrough(request, response, handler);
        } catch (Problem refused) {
            if (handler instanceof HandlerMethod) {
                throw refused;
            }
            // What is no route of ours, such as a browser's question before it asks, has nobody who would tell it.
            writer.write(Failure.of(refused), request, response);
            return false;
        }
    }

    private boolean letsThrough(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof ResourceHttpRequestHandler) {
            response.setHeader("Content-Security-Policy", SecuritySettings.OUR_FILES);
            return true;
        }
        if (isOpen(handler)) {
            return true;
        }
        if (request.getDispatcherType() == DispatcherType.ASYNC && request.getAttribute(CALLER) != null) {
            return true;
        }
        Caller caller = gatekeeper
                .admit(request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader("X-Api-Key"))
                .or(() -> browsers.caller(request, handler))
                .or(() -> anonymous.caller(request, handler))
                .orElseThrow(() -> new Problem(
                        Problem.Kind.UNAUTHENTICATED, "unauthenticated", "A credential is needed for this route"));
        rates.count(caller.ownerId());
        caller.require(needed(handler, request.getMethod()));
        request.setAttribute(CALLER, caller);
        return true;
    }

    /** Whether a route is open to callers without a credential. */
    static boolean isOpen(Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return false;
        }
        if (method.hasMethodAnnotation(Public.class)) {
            return true;
        }
        return !method.hasMethodAnnotation(Needs.class)
                && (AnnotatedElementUtils.hasAnnotation(method.getBeanType(), Public.class)
                        || method.getBeanType().getName().startsWith(API_DOCUMENT));
    }

    private static Scope needed(Object handler, String httpMethod) {
        @Nullable Needs needs = handler instanceof HandlerMethod method ? needs(method) : null;
        if (needs != null) {
            return needs.value();
        }
        return READING.contains(httpMethod) ? Scope.READ : Scope.MANAGE;
    }

    private static @Nullable Needs needs(HandlerMethod method) {
        Needs onMethod = method.getMethodAnnotation(Needs.class);
        return onMethod != null
                ? onMethod
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Needs.class);
    }
}
