package io.staffetta.server.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.staffetta.server.access.Needs;
import io.staffetta.server.access.Scope;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The metrics, in Prometheus' text format. */
@Hidden
@RestController
class MetricsRoute {

    private final PrometheusMeterRegistry registry;

    MetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Needs(Scope.METRICS)
    @GetMapping("/metrics")
    ResponseEntity<String> metrics() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .body(registry.scrape());
    }
}
