package io.staffetta.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Tells by its path which door a request came to, so that also what finds no route is refused in that door's words. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DoorPaths extends OncePerRequestFilter {

    private final Supplier<Map<String, Door>> doors;

    DoorPaths(ObjectProvider<RequestMappingHandlerMapping> routes) {
        this.doors = SingletonSupplier.of(() -> doors(routes));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        doors.get().entrySet().stream()
                .filter(door -> (path + "/").startsWith(door.getKey()))
                .max(Comparator.comparingInt(door -> door.getKey().length()))
                .ifPresent(door -> request.setAttribute(RequestLanguage.DOOR, door.getValue()));
        chain.doFilter(request, response);
    }

    /** The doors by what their routes begin with, up to the first part that varies; with a slash at the end. */
    private static Map<String, Door> doors(ObjectProvider<RequestMappingHandlerMapping> routes) {
        Map<String, Door> doors = new HashMap<>();
        routes.stream()
                .forEach(mapping -> mapping.getHandlerMethods().forEach((route, method) -> {
                    Door door = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Door.class);
                    if (door != null) {
                        route.getPatternValues().forEach(pattern -> doors.put(beginning(pattern), door));
                    }
                }));
        doors.remove("/");
        return Map.copyOf(doors);
    }

    private static String beginning(String pattern) {
        int varies = pattern.indexOf('{');
        String fixed = varies < 0 ? pattern : pattern.substring(0, varies);
        return fixed.endsWith("/") ? fixed : fixed + "/";
    }
}
