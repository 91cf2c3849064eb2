package io.staffetta.server.web;

import io.staffetta.server.access.Public;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The dashboard: one page under the address of each of its views. They are listed one by one, so that nothing else is
 * ever answered with it; session ids cannot be any of their first words.
 */
@Hidden
@Public
@RestController
class DashboardRoute {

    private final DashboardPages pages;

    DashboardRoute(DashboardPages pages) {
        this.pages = pages;
    }

    @GetMapping({
        "/",
        "/numbers",
        "/numbers/{id}",
        "/campaigns",
        "/campaigns/new/{step}",
        "/campaigns/{id}",
        "/queue",
        "/contacts",
        "/api-keys",
        "/webhooks",
        "/log",
        "/settings"
    })
    void page(HttpServletResponse response) throws IOException {
        pages.dashboard(response);
    }

    /** The API's own document, to read and to try. */
    @GetMapping("/docs")
    void reference(HttpServletResponse response) throws IOException {
        pages.reference(response);
    }

    /** The same document, for those who are used to Swagger UI. */
    @GetMapping("/docs/swagger")
    void swagger(HttpServletResponse response) throws IOException {
        pages.swagger(response);
    }
}
