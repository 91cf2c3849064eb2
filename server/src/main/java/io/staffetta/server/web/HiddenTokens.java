package io.staffetta.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A token in an address is for the route that asks for it, as a parameter. Whoever writes the address down, such as a
 * framework that is made to say more, gets it without.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class HiddenTokens extends OncePerRequestFilter {

    private static final Pattern TOKEN = Pattern.compile("(^|&)(token=)[^&]*");

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null || !TOKEN.matcher(query).find();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new Hidden(request), response);
    }

    private static final class Hidden extends HttpServletRequestWrapper {

        Hidden(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getQueryString() {
            String query = super.getQueryString();
            return query == null ? null : TOKEN.matcher(query).replaceAll("$1$2");
        }
    }
}
