package io.staffetta.server.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.core.io.ClassPathResource;
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

    /** Answers with the dashboard, to show the view that its address names. */
    void dashboard(HttpServletResponse response) throws IOException {
        withNonce(dashboard, response);
    }

    /** Answers with the dashboard at an address that does not exist. */
    void unknown(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        withNonce(dashboard.replace(HEAD, UNKNOWN), response);
    }

    /** Answers with the API's document, to read and to try. */
    void reference(HttpServletResponse response) throws IOException {
        answer(reference, SecuritySettings.REFERENCE_PAGE, response);
    }

    /** The same, drawn by Swagger UI. */
    void swagger(HttpServletResponse response) throws IOException {
        answer(swagger, SecuritySettings.REFERENCE_PAGE, response);
    }

    private void withNonce(String page, HttpServletResponse response) throws IOException {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        answer(page.replace(NONCE, nonce), SecuritySettings.ourPages(nonce), response);
    }

    /** In the place of the policy that every answer has: a second one would add to it. */
    private static void answer(String html, String policy, HttpServletResponse response) throws IOException {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        response.setHeader("Content-Security-Policy", policy);
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
