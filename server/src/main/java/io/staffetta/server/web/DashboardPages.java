package io.staffetta.server.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The pages as they were built, each answer with a nonce and a policy of its own. */
@Component
class DashboardPages {

    private static final String NONCE = "__NONCE__";
    private static final int NONCE_BYTES = 16;
    private static final String HEAD = "<head>";

    /** Tells the dashboard that there is no such address: it says so instead of showing a view. */
    private static final String UNKNOWN = HEAD + "<meta name=\"status\" content=\"404\" />";

    private final SecureRandom random = new SecureRandom();
    private final String dashboard = built("index.html");
    private final String reference = built("docs.html");
    private final String swagger = built("swagger.html");

    private static String built(String file) {
        try {
            return new ClassPathResource("dashboard/" + file).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The product was built without its dashboard", e);
        }
    }

    /** The dashboard, to show the view that its address names. */
    ResponseEntity<String> dashboard() {
        return withNonce(HttpStatus.OK, dashboard);
    }

    /** The dashboard at an address that does not exist. */
    ResponseEntity<String> unknown() {
        return withNonce(HttpStatus.NOT_FOUND, dashboard.replace(HEAD, UNKNOWN));
    }

    /** The API's document, to read and to try. */
    ResponseEntity<String> reference() {
        return answer(HttpStatus.OK, reference, SecuritySettings.REFERENCE_PAGE);
    }

    /** The same, drawn by Swagger UI. */
    ResponseEntity<String> swagger() {
        return answer(HttpStatus.OK, swagger, SecuritySettings.REFERENCE_PAGE);
    }

    private ResponseEntity<String> withNonce(HttpStatus status, String page) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return answer(status, page.replace(NONCE, nonce), SecuritySettings.ourPages(nonce));
    }

    private static ResponseEntity<String> answer(HttpStatus status, String html, String policy) {
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", policy)
                .body(html);
    }
}
