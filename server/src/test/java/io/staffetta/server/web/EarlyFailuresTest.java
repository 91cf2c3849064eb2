package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server refuses before the application sees it has the product's own body all the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlyFailuresTest {

    private final RunningServer server = RunningServer.start(Map.of());

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aPathWithANulIsRefusedInTheProductsWords() throws IOException {
        JsonNode body = refused("GET /api/v1/campaigns/%00 HTTP/1.1\r\nHost: localhost\r\nAccept-Language: it\r\n\r\n");

        assertThat(body.path("code").asString()).isEqualTo("bad_request");
        assertThat(body.path("success").asBoolean(true)).isFalse();
        assertThat(body.path("status").asInt()).isEqualTo(400);
    }

    @Test
    void headersThatAreTooLargeAreRefusedInTheProductsWords() throws IOException {
        String large = "x".repeat(20_000);

        JsonNode body = refused("GET /api/v1/campaigns HTTP/1.1\r\nHost: localhost\r\nX-Large: " + large + "\r\n\r\n");

        assertThat(body.path("code").asString()).isEqualTo("bad_request");
    }

    /** Written by hand, for clients of HTTP refuse to send such things. */
    private JsonNode refused(String request) throws IOException {
        URI address = URI.create(server.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("<html");
            return JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }
}
