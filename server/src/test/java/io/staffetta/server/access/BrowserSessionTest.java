package io.staffetta.server.access;

import static io.staffetta.server.RunningServer.EMAIL;
import static io.staffetta.server.RunningServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserSessionTest {

    private static final RunningServer SERVER = RunningServer.start();
    private static final String PATH = "/api/v1/browser-session";
    private static final String PROFILE = "{\"locale\":\"it\"}";

    @BeforeAll
    static void setUp() {
        SERVER.setUp();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void theCookieIsForThisSiteAloneAndHiddenFromScripts() {
        Answer answer = logIn();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie"))
                .contains("staffetta_session=", "HttpOnly", "SameSite=Strict", "Path=/;")
                .doesNotContain("Secure");
    }

    @Test
    void theCookieOfABrowserThatSpeaksHttpsToAProxyNeverGoesUnencrypted() {
        Answer answer =
                SERVER.post(PATH, Map.of("email", EMAIL, "password", PASSWORD), "Origin", "https://wa.example.org");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Set-Cookie")).contains("HttpOnly", "Secure");
    }

    @Test
    void aWrongPasswordGivesNoCookie() {
        Answer answer = SERVER.post(PATH, Map.of("email", EMAIL, "password", "something else"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("invalid_credentials");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void theCookieReadsAndWithItsMarkChanges() {
        String cookie = cookie();
        assertThat(SERVER.get("/api/v1/me", "Cookie", cookie).status()).isEqualTo(200);
        assertThat(change("Cookie", cookie, "X-Staffetta-Page", "1").status()).isEqualTo(200);
    }

    @Test
    void withoutTheMarkNothingIsChanged() {
        Answer answer = change("Cookie", cookie());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("foreign_page");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://elsewhere.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void anotherPageChangesNothing(String header, String value) {
        Answer answer = change("Cookie", cookie(), "X-Staffetta-Page", "1", header, value);
        assertThat(answer.code()).isEqualTo("foreign_page");
    }

    @Test
    void ourOwnPageMayBehindAProxyThatSpeaksHttps() {
        String host = SERVER.url().replace("http://", "https://");
        assertThat(change("Cookie", cookie(), "X-Staffetta-Page", "1", "Origin", host)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sessions", "/metrics", "/api/whatsapp-sessions"})
    void theCookieOpensNoOtherDoor(String path) {
        assertThat(SERVER.get(path, "Cookie", cookie()).status()).isEqualTo(401);
    }

    @Test
    void aLogOutEndsIt() {
        String cookie = cookie();
        Answer out = SERVER.send("DELETE", PATH, null, "Cookie", cookie, "X-Staffetta-Page", "1");
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
        assertThat(SERVER.get("/api/v1/me", "Cookie", cookie).status()).isEqualTo(401);
    }

    @Test
    void aMonthEndsIt() {
        String cookie = cookie();
        SERVER.clock().advance(Duration.ofDays(30));
        assertThat(SERVER.get("/api/v1/me", "Cookie", cookie).status()).isEqualTo(401);
    }

    @Test
    void aNewPasswordEndsIt() {
        String cookie = cookie();
        String wish = "{\"oldPassword\":\"%s\",\"password\":\"another quiet evening\"}".formatted(PASSWORD);
        assertThat(SERVER.send("PATCH", "/api/v1/me", wish, "Cookie", cookie, "X-Staffetta-Page", "1")
                        .status())
                .isEqualTo(200);
        assertThat(SERVER.get("/api/v1/me", "Cookie", cookie).status()).isEqualTo(401);
        String back = "{\"oldPassword\":\"another quiet evening\",\"password\":\"%s\"}".formatted(PASSWORD);
        String again = cookie("another quiet evening");
        assertThat(SERVER.send("PATCH", "/api/v1/me", back, "Cookie", again, "X-Staffetta-Page", "1")
                        .status())
                .isEqualTo(200);
    }

    private static Answer change(String... headers) {
        return SERVER.send("PATCH", "/api/v1/me", PROFILE, headers);
    }

    private static Answer logIn() {
        return SERVER.post(PATH, Map.of("email", EMAIL, "password", PASSWORD));
    }

    private static String cookie() {
        return cookie(PASSWORD);
    }

    private static String cookie(String password) {
        return SERVER.post(PATH, Map.of("email", EMAIL, "password", password))
                .header("Set-Cookie")
                .split(";", 2)[0];
    }
}
