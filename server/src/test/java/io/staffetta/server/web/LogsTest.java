package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsTest {

    @Test
    void noSecretIsEverLogged() {
        try (RunningServer server = RunningServer.start(
                Map.of("logging.level.io.staffetta", "trace", "logging.level.org.springframework", "debug"))) {
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

            assertThat(lines.text())
                    .contains("/api/v1/login")
                    .doesNotContain(
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
