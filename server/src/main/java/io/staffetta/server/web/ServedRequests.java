package io.staffetta.server.web;

import io.staffetta.server.storage.RequestShare;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a request does with the database is of the requests' share. Stands behind {@link InboundDoor}: those who call there
 * are kept waiting by nobody.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class ServedRequests extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestShare.<ServletException, IOException>serve(() -> chain.doFilter(request, response));
    }
}
