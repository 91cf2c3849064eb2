package io.staffetta.server.web;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Gatekeeper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** Hands controllers their caller. Open routes may take a nullable one: null for nobody and for credentials that fail. */
@Component
class CallerArgument implements HandlerMethodArgumentResolver {

    private final Gatekeeper gatekeeper;
    private final AnonymousDoors anonymous;

    CallerArgument(Gatekeeper gatekeeper, AnonymousDoors anonymous) {
        this.gatekeeper = gatekeeper;
        this.anonymous = anonymous;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public @Nullable Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Object caller = request.getAttribute(RouteGuard.CALLER, RequestAttributes.SCOPE_REQUEST);
        if (caller != null) {
            return caller;
        }
        if (!parameter.isOptional()) {
            throw new IllegalStateException("An open route asks for a caller: " + parameter.getExecutable());
        }
        return admitted(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
    }

    private @Nullable Caller admitted(HttpServletRequest request) {
        try {
            return gatekeeper
                    .admit(request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader("X-Api-Key"))
                    .or(() -> anonymous.caller(
                            request, request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)))
                    .orElse(null);
        } catch (Problem | DataAccessException nobody) {
            return null;
        }
    }
}
