package io.staffetta.server.web;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Gatekeeper;
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

/** Hands controllers their caller. Open routes may take a nullable one: null for nobody and for credentials that fail. */
@Component
class CallerArgument implements HandlerMethodArgumentResolver {

    private final Gatekeeper gatekeeper;

    CallerArgument(Gatekeeper gatekeeper) {
        this.gatekeeper = gatekeeper;
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
        return admitted(request);
    }

    private @Nullable Caller admitted(NativeWebRequest request) {
        try {
            return gatekeeper
                    .admit(request.getHeader(HttpHeaders.AUTHORIZATION), request.getHeader("X-Api-Key"))
                    .orElse(null);
        } catch (Problem | DataAccessException nobody) {
            return null;
        }
    }
}
