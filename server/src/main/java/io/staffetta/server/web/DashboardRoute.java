package io.staffetta.server.web;

import io.staffetta.server.access.Public;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
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

    private static final String NONCE = "__NONCE__";
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final String page = built("index.html");
    private final String reference = built("docs.html");

    private static String built(String file) {
        try {
            return new ClassPathResource("dashboard/" + file).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The product was built without its dashboard", e);
        }
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
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return answer(page.replace(NONCE, nonce), SecuritySettings.ourPages(nonce));
    }

    /** The API's own document, to read and to try. */
    @GetMapping("/docs")
    ResponseEntity<String> reference() {
        return answer(reference, SecuritySettings.REFERENCE_PAGE);
    }

    private static ResponseEntity<String> answer(String html, String policy) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", policy)
                .body(html);
    }
}
