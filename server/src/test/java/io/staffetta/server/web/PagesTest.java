package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PagesTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static String key = "";

    @BeforeAll
    static void setUp() {
        key = SERVER.setUp();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/numbers",
                "/numbers/anna",
                "/campaigns/new/1",
                "/campaigns/7",
                "/queue",
                "/contacts",
                "/api-keys",
                "/webhooks",
                "/log",
                "/settings"
            })
    void thePageTakesNothingFromElsewhere(String path) {
        Answer page = SERVER.get(path, "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';")
                .doesNotContain("unsafe", "http");
        assertThat(page.text()).doesNotContain("http://", "https://", "style=", "onclick=");
    }

    @Test
    void everyPageHasANonceOfItsOwn() {
        String one = SERVER.get("/").header("Content-Security-Policy");
        String other = SERVER.get("/").header("Content-Security-Policy");
        assertThat(one).containsPattern("style-src 'self' 'nonce-[-_\\w]{22}'").isNotEqualTo(other);
        assertThat(SERVER.get("/").text()).doesNotContain("__NONCE__");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/swagger"})
    void thePagesOfTheApiTakeNothingFromElsewhereEither(String path) {
        Answer page = SERVER.get(path, "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self';", "connect-src 'self';", "font-src 'self';")
                .doesNotContain("http", "nonce");
        assertThat(page.text()).doesNotContain("http://", "https://", "onclick=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar/scalar.js", "swagger/swagger-ui-bundle.js"})
    void whatDrawsTheApiIsServedFromHere(String file) {
        Answer script = SERVER.get("/docs/assets/" + file);
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
    }

    @Test
    void itsScriptsAndStylesAreServedForGood() {
        List<String> files = Pattern.compile("\"(/assets/[^\"]+)\"")
                .matcher(SERVER.get("/").text())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(files).hasSizeGreaterThan(1).allSatisfy(path -> {
            Answer file = SERVER.get(path);
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.header("Cache-Control")).contains("immutable");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api",
                "/anna/status",
                "/sessions/nothing",
                "/whatsapp-web/nothing",
                "/docs/nothing",
                "/inbound/nothing",
                "/webhook/nothing"
            })
    void noAddressOfProgramsIsAnsweredWithThePage(String path) {
        Answer answer = SERVER.get(path, "Accept", "text/html,*/*;q=0.8", "X-Api-Key", key);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nonsense", "/anna/nothing", "/numbers/anna/nothing", "/campaigns/"})
    void peopleAtAnAddressThatDoesNotExistGetThePageThatSaysSo(String path) {
        Answer page = SERVER.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("<meta name=\"status\" content=\"404\" />");
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src 'self';", "'nonce-")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json"})
    void programsAtAnAddressThatDoesNotExistGetTheProblem(String accepted) {
        Answer answer = SERVER.get("/nonsense", "Accept", accepted);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("code").asString()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/numbers",
                "/favicon.svg",
                "/docs",
                "/docs/swagger",
                "/docs/openapi.json",
                "/docs/assets/scalar/scalar.js",
                "/docs/assets/swagger/swagger-ui-bundle.js",
                "/health",
                "/metrics",
                "/sessions",
                "/api/v1/me",
                "/nothing",
                "/api//v1",
                "/campaigns/"
            })
    void everyAnswerCarriesTheProtectingHeaders(String path) {
        for (Answer answer : List.of(
                SERVER.get(path),
                SERVER.get(path, "Accept", "text/html"),
                SERVER.get(path, "X-Api-Key", key, "Accept-Encoding", "gzip"),
                SERVER.get(path, "If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"),
                SERVER.send("DELETE", path, null))) {
            assertThat(answer.all("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(answer.all("X-Frame-Options")).containsExactly("DENY");
            assertThat(answer.all("Referrer-Policy")).containsExactly("no-referrer");
            // Browsers complain of it on a plain-http address.
            assertThat(answer.all("Cross-Origin-Opener-Policy")).isEmpty();
            assertThat(answer.all("Cross-Origin-Resource-Policy")).containsExactly("same-origin");
            assertThat(answer.all("Cache-Control")).hasSize(1);
            assertThat(answer.all("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'");
            assertThat(answer.header("Server")).isEmpty();
        }
    }

    @Test
    void theStreamOfEventsCarriesThemFromItsBeginning() throws IOException {
        URI url = URI.create(SERVER.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + key + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            List<String> head = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .takeWhile(line -> !line.isEmpty())
                    .toList();
            assertThat(head)
                    .contains(
                            "HTTP/1.1 200 ",
                            "Cache-Control: no-store",
                            "X-Content-Type-Options: nosniff",
                            "Cross-Origin-Resource-Policy: same-origin");
        }
    }

    @Test
    void apiAnswersAreNotStored() {
        Answer answer = SERVER.get("/api/v1/me", "X-Api-Key", key);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void healthSaysWhatItsDocumentSays() {
        JsonNode health = SERVER.get("/health").json();
        assertThat(health.propertyNames())
                .containsExactlyInAnyOrder("status", "timestamp", "defaultSession", "multiSession");
        assertThat(health.get("status").asString()).isEqualTo("ok");
        assertThat(health.get("timestamp").asString()).endsWith("Z");
        assertThat(health.at("/defaultSession").propertyNames()).containsExactly("status");
        assertThat(health.at("/multiSession").propertyNames())
                .containsExactlyInAnyOrder("enabled", "totalSessions", "sessions");
        assertThat(health.at("/multiSession/sessions").size()).isZero();
    }

    @Test
    void metricsAreForPrometheus() {
        Answer metrics = SERVER.get("/metrics", "Authorization", "Bearer " + key);
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.header("Content-Type")).startsWith("text/plain");
        assertThat(metrics.text()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    @Contract("own.openapi")
    void theApiDescribesItself() {
        JsonNode document = SERVER.get("/docs/openapi.json").json();
        assertThat(document.get("openapi").asString()).startsWith("3.1");
        assertThat(document.at("/servers/0/url").asString()).isEqualTo("/");
        assertThat(document.at("/info/title").asString()).isEqualTo("Staffetta");
        assertThat(document.at("/components/securitySchemes").propertyNames())
                .containsExactlyInAnyOrder("bearer", "apiKey");
        assertThat(document.at("/components/schemas/Problem/properties").propertyNames())
                .contains("success", "message", "code", "type", "status");
        JsonNode login = document.at("/paths/~1api~1v1~1login/post");
        assertThat(login.get("security").size()).isZero();
        assertThat(login.at("/responses/default/content/application~1problem+json/schema/$ref")
                        .asString())
                .isEqualTo("#/components/schemas/Problem");
        JsonNode keys = document.at("/paths/~1api~1v1~1api-keys/get");
        assertThat(keys.get("parameters").values().stream()
                        .map(each -> each.get("name").asString()))
                .containsExactlyInAnyOrder("cursor", "limit");
        assertThat(document.toString()).doesNotContain("Caller", "actuator");
    }

    @Test
    void evenWhatIsNoHttpGivesNothingAway() throws IOException {
        URI url = URI.create(SERVER.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write("GET /a|b<script> HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Tomcat", "<script>", "Exception");
        }
    }
}
