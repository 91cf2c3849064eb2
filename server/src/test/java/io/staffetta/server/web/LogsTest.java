package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsTest {

    @Test
    void noSecretIsEverLogged() {
        try (RunningServer server = RunningServer.start(Map.of(
                "logging.level.io.staffetta",
                "trace",
                "logging.level.org.springframework",
                "debug",
                "logging.level.org.apache",
                "debug",
                "logging.level.org.postgresql",
                "debug",
                "logging.level.com.zaxxer",
                "debug"))) {
            Lines lines = Lines.attach();
            String setupToken = server.setupToken();
            String apiKey = server.setUp();
            Answer login = server.post(
                    "/api/v1/login", Map.of("email", RunningServer.EMAIL, "password", RunningServer.PASSWORD));
            String token = login.json().get("token").asString();
            String cookie = login.header("Set-Cookie").split(";", 2)[0];
            server.send("POST", "/api/v1/token/refresh", null, "Cookie", cookie);
            server.get("/api/v1/me", "Authorization", "Bearer " + token);
            server.get("/api/v1/me", "X-Api-Key", apiKey);
            String made = server.post(
                            "/api/v1/api-keys", Map.of("name", "a", "scopes", List.of("read")), "X-Api-Key", apiKey)
                    .json()
                    .get("key")
                    .asString();
            server.post("/api/v1/login", Map.of("email", RunningServer.EMAIL, "password", "a wrong guess"));
            server.post("/api/v1/login", Map.of("email", 1, "password", "a wrong guess"));
            server.get("/nothing?key=" + apiKey.substring(0, 5), "X-Api-Key", "stf_another_wrong_one");
            String browser = server.post(
                            "/api/v1/browser-session",
                            Map.of("email", RunningServer.EMAIL, "password", RunningServer.PASSWORD))
                    .header("Set-Cookie")
                    .split(";", 2)[0];
            server.get("/api/v1/me", "Cookie", browser);
            String signing = server.post(
                            "/api/v1/webhooks",
                            Map.of("url", "https://8.8.8.8/", "events", List.of("message.sent")),
                            "X-Api-Key",
                            apiKey)
                    .json()
                    .path("secret")
                    .asString();
            String signingNext = server.send("POST", "/api/v1/webhooks/1/rotate-secret", "{}", "X-Api-Key", apiKey)
                    .json()
                    .path("secret")
                    .asString();
            server.post("/api/v1/sessions", Map.of("id", "a", "engine", "simulator"), "X-Api-Key", apiKey);
            String code = await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> server.get(
                                    "/api/v1/sessions/a/qr", "X-Api-Key", apiKey, "Accept", "application/json"),
                            qr -> qr.status() == 200)
                    .json()
                    .path("code")
                    .asString();
            server.post("/webhook?token=" + made, Map.of("message_type", "outgoing"));
            server.send("GET", "/inbound/cloud/a_secret_address_of_this_session", null);

            assertThat(Stream.of(browser, signing, signingNext, code)).allMatch(each -> each.length() > 10);
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .noneMatch(name -> name.contains(made) || name.contains("a_secret_address"));
            assertThat(lines.text())
                    .contains("/api/v1/login")
                    .doesNotContain(
                            signing,
                            signingNext,
                            code,
                            browser.substring(browser.indexOf('=') + 1),
                            "a_secret_address_of_this_session",
                            setupToken,
                            apiKey,
                            made,
                            token,
                            cookie.substring(cookie.indexOf('=') + 1),
                            RunningServer.PASSWORD,
                            "a wrong guess",
                            "stf_another_wrong_one",
                            "generated security password");
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        static Lines attach() {
            Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            Lines appender = new Lines();
            appender.setContext(root.getLoggerContext());
            appender.start();
            root.addAppender(appender);
            return appender;
        }

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(event.getThrowableProxy().getMessage());
            }
        }

        String text() {
            return lines.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        }
    }
}
