package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

class RouteGuardTest {

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

    @Test
    void everyRouteWithoutACredentialIsClosedUnlessItSaysOtherwise() {
        List<String> wrong = new ArrayList<>();
        Set<String> tried = new TreeSet<>();
        routes().forEach((info, handler) -> {
            for (String pattern : info.getPatternValues()) {
                String path = pattern.replaceAll("\\{\\*?[^/]+}", "1").replace("**", "x");
                for (String method : methods(info)) {
                    Answer answer = SERVER.send(method, path, null, bodyKind(info));
                    tried.add(method + " " + path + " " + answer.status());
                    boolean closed = answer.status() == 401 && answer.code().equals("unauthenticated");
                    if (closed == RouteGuard.isOpen(handler)) {
                        wrong.add(method + " " + path + " answered " + answer.status());
                    }
                }
            }
        });
        assertThat(wrong).isEmpty();
        assertThat(tried).as("routes tried").hasSizeGreaterThan(12);
    }

    /** A route that takes only some kinds of body is not even found with another one. */
    private static String[] bodyKind(RequestMappingInfo info) {
        return info.getConsumesCondition().getConsumableMediaTypes().stream()
                .findFirst()
                .map(kind -> new String[] {"Content-Type", kind.toString()})
                .orElse(new String[0]);
    }

    @Test
    void theOpenRoutesAreThese() {
        Set<String> open = new TreeSet<>();
        routes().forEach((info, handler) -> {
            if (RouteGuard.isOpen(handler)) {
                open.addAll(info.getPatternValues());
            }
        });
        assertThat(open)
                .containsExactly(
                        "/",
                        "/api-keys",
                        "/api/v1/browser-session",
                        "/api/v1/login",
                        "/api/v1/setup",
                        "/api/v1/token/refresh",
                        "/api/whatsapp-service/health",
                        "/api/whatsapp-service/health/",
                        "/campaigns",
                        "/campaigns/new/{step}",
                        "/campaigns/{id}",
                        "/contacts",
                        "/docs",
                        "/docs/openapi.json",
                        "/docs/openapi.json.yaml",
                        "/docs/swagger",
                        "/error",
                        "/health",
                        "/health/",
                        "/log",
                        "/numbers",
                        "/numbers/{id}",
                        "/queue",
                        "/settings",
                        "/webhook",
                        "/webhooks");
    }

    /** The actuator maps its endpoints by itself, where no interceptor of ours would see them. */
    @Test
    void nothingAnswersPastTheGuard() {
        SERVER.beans(RequestMappingInfoHandlerMapping.class).forEach((name, mapping) -> {
            if (!name.equals("requestMappingHandlerMapping")) {
                assertThat(mapping.getHandlerMethods()).as(name).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/health",
                "/actuator/env",
                "/prometheus",
                "/env",
                "/heapdump",
                "/v3/api-docs",
                "/login",
                "/logout",
                "/api/v1/nothing",
                "/swagger-ui/index.html",
                "/index.htm",
                "/WEB-INF/web.xml"
            })
    void whatIsNotThereIsNotThere(String path) {
        Answer answer = SERVER.get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/me;x=1",
                "/api/v1;x/me",
                "/api/v1/me;/",
                "/api//v1/me",
                "//api/v1/me",
                "/api/v1/%6de",
                "/api/v1/./me",
                "/api/v1/setup/../me",
                "/api/v1/%2e%2e/v1/me",
                "/api/v1%2fme",
                "/api/v1/me%00",
                "/API/v1/me",
                "/api/v1/me/",
                "/api/v1/me.json",
                "/health/..;/api/v1/me",
                "/api/v1/setup;/../me"
            })
    void noWayOfWritingAPathGetsPast(String path) {
        assertThat(SERVER.get(path).status()).isIn(400, 401, 404);
    }

    @ParameterizedTest
    @CsvSource({"GET, 200", "HEAD, 200", "OPTIONS, 200", "POST, 405", "TRACE, 405"})
    void methodsAreGuardedAlike(String method, int withKey) {
        assertThat(SERVER.send(method, "/api/v1/me", null).status()).isIn(400, 401, 405);
        assertThat(SERVER.send(method, "/api/v1/me", null, "X-Api-Key", key).status())
                .isEqualTo(withKey);
    }

    @Test
    void otherSitesMayNotAskAndFillNoLog() {
        try (LogLines lines = LogLines.of(Logger.ROOT_LOGGER_NAME)) {
            Answer preflight = SERVER.send(
                    "OPTIONS",
                    "/api/v1/me",
                    null,
                    "Origin",
                    "https://elsewhere.example",
                    "Access-Control-Request-Method",
                    "GET");
            assertThat(preflight.status()).isIn(401, 403);
            assertThat(preflight.code()).isEqualTo("unauthenticated");
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(lines.text()).doesNotContain("exception");
        }
    }

    @Test
    void aWrongCredentialDoesNotCloseAnOpenRoute() {
        assertThat(SERVER.get("/health", "X-Api-Key", "wrong").status()).isEqualTo(200);
        assertThat(SERVER.get("/health", "Authorization", "Bearer wrong").status())
                .isEqualTo(200);
    }

    private static Map<RequestMappingInfo, HandlerMethod> routes() {
        Map<RequestMappingInfo, HandlerMethod> routes = new HashMap<>();
        SERVER.beans(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> routes.putAll(mapping.getHandlerMethods()));
        return routes;
    }

    private static List<String> methods(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty()
                ? List.of("GET", "POST")
                : methods.stream().map(Enum::name).toList();
    }
}
