package io.staffetta.server.web;

import io.staffetta.server.access.Public;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page at {@code /}: set-up the first time, then state and log-in. */
@Hidden
@Public
@RestController
class HomeRoute {

    @GetMapping("/")
    ResponseEntity<Resource> home() {
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", SecuritySettings.OUR_PAGES)
                .body(new ClassPathResource("static/index.html"));
    }
}
