package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server refuses before the application sees it has the product's own body and headers all the same. */
class EarlyFailuresTest {

    /** Name and value of what every answer carries. */
    private static final List<String> PROTECTING = List.of(
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "cross-origin-resource-policy: same-origin",
            "content-security-policy: default-src 'none';",
            "cache-control: no-store");

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** {@code ~} stands for many characters, {@code ^} for the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/v1/campaigns/%00 HTTP/1.1^Host: a^^ | 400 | bad_request",
                "GET /api/v1/campaigns HTTP/1.1^Host: a^X-Large: ~^^ | 431 | headers_too_large",
                "GET /api/v1/campaigns?~ HTTP/1.1^Host: a^^ | 414 | address_too_long",
                "GET /a\\b<script> HTTP/1.1^Host: a^^ | 400 | bad_request",
                "GET / HTTP/1.1^^ | 400 | bad_request",
                "GET / HTTP/1.1^Host: a^Host: b^^ | 400 | bad_request",
                "GET / HTTP/1.1^Host: a^X : b^^ | 400 | bad_request",
                "GET / HTTP/1.1^Host: a^ folded: b^^ | 400 | bad_request",
                "GET / HTTP/1.2^Host: a^^ | 505 | unknown_http_version",
                "TRACE / HTTP/1.1^Host: a^^ | 405 | method_not_allowed",
                "CONNECT a:80 HTTP/1.1^Host: a^^ | 501 | not_implemented",
                "HACK / HTTP/1.1^Host: a^^ | 400 | bad_request",
                "POST /api/v1/login HTTP/1.1^Host: a^Transfer-Encoding: odd^^ | 501 | not_implemented",
                "POST /api/v1/login HTTP/1.1^Host: a^Content-Length: 1^Content-Length: 2^^ | 400 | bad_request",
                "POST /api/v1/login HTTP/1.1^Host: a^Content-Length: -1^^ | 400 | bad_request",
                "POST /api/v1/login HTTP/1.1^Host: a^Content-Length: 1e3^^ | 400 | bad_request"
            })
    void itIsToldAsEverythingElseThatFails(String request, int status, String code) throws IOException {
        String answer = answer(request.strip().replace("~", "x".repeat(20_000)).replace("^", "\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").doesNotContain("<", "omcat", "Exception");
        JsonNode body = JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(body.path("code").asString()).isEqualTo(code);
        assertThat(body.path("success").asBoolean(true)).isFalse();
        assertThat(body.path("status").asInt()).isEqualTo(status);
        isProtected(answer);
    }

    @Test
    void itSpeaksTheCallersLanguage() throws IOException {
        assertThat(answer("TRACE / HTTP/1.1\r\nHost: a\r\nAccept-Language: it\r\n\r\n"))
                .contains("Questo indirizzo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS * HTTP/1.1",
                "OPTIONS /api/v1/me HTTP/1.1",
                "HEAD /health HTTP/1.1",
                "GET /api/v1/me HTTP/1.1",
                "GET /api/v1/nothing HTTP/1.1",
                "GET /inbound/cloud/nothing HTTP/1.1",
                "PUT /inbound/cloud/nothing HTTP/1.1",
                "GET /api//v1 HTTP/1.1",
                "GET /api/v1/..;/me HTTP/1.1",
                "GET /error HTTP/1.1",
                "GET /actuator/env HTTP/1.1",
                "GET /docs/openapi.json HTTP/1.1"
            })
    void everyOtherAnswerIsProtectedAsWell(String request) throws IOException {
        isProtected(answer(request + "\r\nHost: a\r\nConnection: close\r\n\r\n"));
    }

    /** Each once, and nothing that says what serves it. */
    private static void isProtected(String answer) {
        List<String> head = answer.substring(0, answer.indexOf("\r\n\r\n"))
                .toLowerCase(Locale.ROOT)
                .lines()
                .toList();
        assertThat(PROTECTING)
                .allSatisfy(each -> assertThat(head)
                        .filteredOn(line -> line.startsWith(each.substring(0, each.indexOf(':') + 1)))
                        .singleElement()
                        .asString()
                        .startsWith(each));
        assertThat(head).noneMatch(line -> line.startsWith("server:") || line.startsWith("x-powered-by:"));
    }

    /** Written by hand, for clients of HTTP refuse to send such things. */
    private static String answer(String request) throws IOException {
        URI address = URI.create(server.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
