package io.staffetta.server.web;

import io.staffetta.server.access.Public;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.ResponseEntity;
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
    ResponseEntity<String> page() {
        return pages.dashboard();
    }

    /** The API's own document, to read and to try. */
    @GetMapping("/docs")
    ResponseEntity<String> reference() {
        return pages.reference();
    }

    /** The same document, for those who are used to Swagger UI. */
    @GetMapping("/docs/swagger")
    ResponseEntity<String> swagger() {
        return pages.swagger();
    }
}
