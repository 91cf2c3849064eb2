package io.staffetta.server.access;

import static io.staffetta.server.RunningServer.EMAIL;
import static io.staffetta.server.RunningServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTest {

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

    @BeforeEach
    void forgive() {
        SERVER.database().jdbc().sql("delete from login_failure").update();
    }

    @Test
    void aTokenWorksForAQuarterOfAnHour() {
        String token = token(logIn(PASSWORD));
        assertThat(me(token).status()).isEqualTo(200);
        assertThat(me(token).json().get("email").asString()).isEqualTo(EMAIL);
        SERVER.clock().advance(Duration.ofMinutes(15));
        assertThat(me(token).status()).isEqualTo(401);
        assertThat(me(token).header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aForgedTokenIsRefused() {
        String token = token(logIn(PASSWORD));
        String[] parts = token.split("\\.", -1);
        assertThat(me(parts[0] + "." + parts[1] + "." + parts[2].substring(1) + "A")
                        .status())
                .isEqualTo(401);
        assertThat(me("eyJhbGciOiJub25lIn0." + parts[1] + ".").status()).isEqualTo(401);
        assertThat(me("nonsense").status()).isEqualTo(401);
    }

    @Test
    void theRefreshCookieIsForTheRefreshRouteOnly() {
        assertThat(logIn(PASSWORD).header("Set-Cookie"))
                .contains("staffetta_refresh=", "HttpOnly", "SameSite=Strict", "Path=/api/v1/token;")
                .doesNotContain("Secure");
    }

    @Test
    void refreshingRotatesTheCookie() {
        String first = cookie(logIn(PASSWORD));
        Answer renewed = refresh(first);
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(cookie(renewed)).isNotEqualTo(first);
        assertThat(me(token(renewed)).status()).isEqualTo(200);
    }

    @Test
    void twoTabsMayRefreshAtTheSameTime() {
        String first = cookie(logIn(PASSWORD));
        assertThat(refresh(first).status()).isEqualTo(200);
        assertThat(refresh(first).status()).isEqualTo(200);
    }

    @Test
    void aCookieUsedAgainLaterEndsTheLogin() {
        String first = cookie(logIn(PASSWORD));
        Answer second = refresh(first);
        SERVER.clock().advance(Duration.ofSeconds(11));
        assertThat(refresh(first).code()).isEqualTo("refresh_refused");
        assertThat(refresh(cookie(second)).code()).isEqualTo("refresh_refused");
        assertThat(me(token(second)).status()).isEqualTo(401);
    }

    @Test
    void withoutACookieNothingIsRefreshed() {
        assertThat(SERVER.send("POST", "/api/v1/token/refresh", null).status()).isEqualTo(401);
    }

    @Test
    void loggingOutEndsTokenAndCookieAtOnce() {
        Answer login = logIn(PASSWORD);
        assertThat(me(token(login)).status()).isEqualTo(200);
        Answer out = SERVER.send("POST", "/api/v1/logout", null, "Authorization", "Bearer " + token(login));
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
        assertThat(me(token(login)).status()).isEqualTo(401);
        assertThat(refresh(cookie(login)).status()).isEqualTo(401);
    }

    @Test
    void whetherTheAccountExistsIsNotTold() {
        Answer wrong = logIn("wrong password");
        Answer nobody = logIn("nobody@example.org", "wrong password");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("invalid_credentials");
        assertThat(nobody.text()).isEqualTo(wrong.text());
        assertThat(nobody.status()).isEqualTo(wrong.status());
    }

    @Test
    void afterFiveFailuresEvenTheRightPasswordWaits() {
        for (int i = 0; i < 5; i++) {
            assertThat(logIn("wrong password").status()).isEqualTo(401);
        }
        Answer blocked = logIn(PASSWORD);
        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.code()).isEqualTo("too_many_attempts");
        assertThat(Integer.parseInt(blocked.header("Retry-After"))).isBetween(1, 31);
        SERVER.clock().advance(Duration.ofSeconds(31));
        assertThat(logIn(PASSWORD).status()).isEqualTo(200);
        assertThat(logIn("wrong password").status()).isEqualTo(401);
    }

    @Test
    void accountsThatDoNotExistAreThrottledLikeOthers() {
        for (int i = 0; i < 5; i++) {
            assertThat(logIn("nobody@example.org", "wrong password").status()).isEqualTo(401);
        }
        assertThat(logIn("nobody@example.org", "wrong password").status()).isEqualTo(429);
    }

    @Test
    void manyGuessesAtOnceGetNoFurther() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> logIn("wrong password")))
                    .toList();
            int tried = 0;
            for (Future<Answer> answer : answers) {
                tried += answer.get().status() == 401 ? 1 : 0;
            }
            assertThat(tried).isEqualTo(5);
        }
    }

    @Test
    void oneAddressGetsNoFurtherWithManyAccounts() {
        SERVER.database()
                .jdbc()
                .sql("insert into login_failure (subject, failures, last_at) values ('address:127.0.0.1', 19, now())")
                .update();
        assertThat(logIn("first@example.org", "wrong password").status()).isEqualTo(401);
        assertThat(logIn("other@example.org", "wrong password").status()).isEqualTo(429);
    }

    @Test
    void behindAProxyOneGuesserSlowsNobodyElseDown() {
        SERVER.database()
                .jdbc()
                .sql("insert into login_failure (subject, failures, last_at) values ('address:203.0.113.9', 19, now())")
                .update();
        assertThat(through("203.0.113.9", "first@example.org").status()).isEqualTo(401);
        assertThat(through("8.8.8.8, 203.0.113.9", "other@example.org").status())
                .isEqualTo(429);
        assertThat(through("203.0.113.9, 203.0.113.10", "other@example.org").status())
                .isEqualTo(401);
        assertThat(logIn(PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void aNewPasswordNeedsTheOldOneAndEndsAllLogins() {
        Answer login = logIn(PASSWORD);
        String[] credential = {"X-Api-Key", key};
        assertThat(patchMe("{\"password\":\"another evening\"}", credential).code())
                .isEqualTo("old_password_missing");
        assertThat(patchMe("{\"oldPassword\":\"wrong password\",\"password\":\"another evening\"}", credential)
                        .code())
                .isEqualTo("old_password_wrong");
        assertThat(patchMe(
                                "{\"oldPassword\":\"" + PASSWORD + "\",\"password\":\"another evening\"}",
                                "Authorization",
                                "Bearer " + token(login))
                        .status())
                .isEqualTo(200);
        assertThat(me(token(login)).status()).isEqualTo(401);
        assertThat(logIn(PASSWORD).status()).isEqualTo(401);
        assertThat(logIn("another evening").status()).isEqualTo(200);
        patchMe("{\"oldPassword\":\"another evening\",\"password\":\"" + PASSWORD + "\"}", credential);
    }

    @Test
    void theProfileCanBeChanged() {
        Answer changed = patchMe(
                "{\"locale\":\"pt\",\"timeZone\":\"Africa/Luanda\",\"defaultCountry\":\"AO\"}", "X-Api-Key", key);
        assertThat(changed.json().get("locale").asString()).isEqualTo("pt");
        assertThat(changed.json().get("timeZone").asString()).isEqualTo("Africa/Luanda");
        assertThat(SERVER.get("/api/v1/me", "X-Api-Key", key)
                        .json()
                        .get("defaultCountry")
                        .asString())
                .isEqualTo("AO");
        assertThat(patchMe("{\"locale\":\"de\"}", "X-Api-Key", key).code()).isEqualTo("invalid_locale");
        assertThat(patchMe("{\"timeZone\":\"Mars\"}", "X-Api-Key", key).code()).isEqualTo("invalid_time_zone");
        assertThat(patchMe("{\"defaultCountry\":\"ZZ\"}", "X-Api-Key", key).code())
                .isEqualTo("invalid_country");
        assertThat(patchMe("{\"email\":\"x@y\"}", "X-Api-Key", key).code()).isEqualTo("unknown_field");
    }

    private static Answer logIn(String password) {
        return logIn(EMAIL, password);
    }

    private static Answer logIn(String email, String password) {
        return SERVER.post("/api/v1/login", Map.of("email", email, "password", password));
    }

    /** A wrong guess that a proxy on this machine passes on. */
    private static Answer through(String forwarded, String email) {
        return SERVER.post(
                "/api/v1/login", Map.of("email", email, "password", "wrong password"), "X-Forwarded-For", forwarded);
    }

    private static Answer refresh(String cookie) {
        return SERVER.send("POST", "/api/v1/token/refresh", null, "Cookie", cookie);
    }

    private static Answer me(String token) {
        return SERVER.get("/api/v1/me", "Authorization", "Bearer " + token);
    }

    private static Answer patchMe(String body, String... headers) {
        return SERVER.send("PATCH", "/api/v1/me", body, headers);
    }

    private static String token(Answer login) {
        return login.json().get("token").asString();
    }

    private static String cookie(Answer login) {
        return login.header("Set-Cookie").split(";", 2)[0];
    }
}
