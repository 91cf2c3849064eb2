package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Doors that are open without a key: what they refuse, and that only what is named is open. */
@Contract("rules.anonymous")
class AnonymousDoorsTest {

    private static final String OPEN = "/api/blast-control/sessions";
    private static final String BODY = "{\"campaignName\": \"a\", \"whatsappSessionId\": \"nobody\"}";

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(Map.of(
                "staffetta.doors.anonymous",
                "blast:" + RunningServer.EMAIL + ",4:" + RunningServer.EMAIL + ",multisession:nobody@example.org",
                "staffetta.bind",
                "0.0.0.0"));
        server.setUp();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anOpenDoorActsForItsUser() {
        assertThat(server.get(OPEN).status()).isEqualTo(200);
        Answer made = server.send("POST", "/whatsapp-web/session/opened", null);

        assertThat(made.status()).as(made.text()).isBetween(200, 201);
        assertThat(server.database()
                        .jdbc()
                        .sql("select actor from audit_entry where action = 'session.create'")
                        .query(String.class)
                        .single())
                .isEqualTo("door:stored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/sessions",
                "/api/v1/api-keys",
                "/api/whatsapp-campaigns",
                "/api/whatsapp-sessions",
                "/sessions",
                "/metrics"
            })
    void everythingElseStaysClosed(String path) {
        assertThat(server.get(path).code()).isEqualTo("unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/blast-control/sessions/../../v1/sessions",
                "/api/blast-control/sessions;/../../v1/sessions",
                "/api/blast-control/..%2fv1/sessions",
                "/api/blast-control/sessions/%2e%2e/%2e%2e/v1/sessions",
                "/api/blast-control//sessions/../../api/v1/sessions"
            })
    void noWayOfWritingAPathOpensAnotherRoute(String path) {
        assertThat(raw("GET " + path + " HTTP/1.1", "Host: localhost")).isIn(400, 401, 404);
    }

    @Test
    void aCredentialThatDoesNotHoldIsNoCredentialAtAll() {
        assertThat(server.get(OPEN, "X-Api-Key", "stf_wrong").status()).isEqualTo(401);
        assertThat(server.get(OPEN, "Authorization", "Bearer wrong").status()).isEqualTo(401);
        assertThat(server.get(OPEN, "Authorization", "Basic eDp5").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Forwarded, for=127.0.0.1",
        "X-Forwarded-For, 127.0.0.1",
        "x-forwarded-host, localhost",
        "X-Forwarded-Proto, https",
        "X-Forwarded-Whatever, 1",
        "Origin, https://elsewhere.example",
        "Origin, http://localhost:1",
        "Origin, null",
        "Sec-Fetch-Site, cross-site"
    })
    void requestsOfOthersAreRefused(String name, String value) {
        Answer answer = server.get(OPEN, name, value);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("unauthenticated");
    }

    @Test
    void theProductsOwnPagesMayAsk() {
        assertThat(server.get(OPEN, "Origin", server.url(), "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: elsewhere.example",
                "Host: localhost.elsewhere.example",
                "Host: 127.0.0.1.elsewhere.example",
                "Host: 192.168.1.1",
                "Host: [fe80::1]",
                "Host: 0.0.0.0",
                "Host: localhost:0x50",
                "X-Host: localhost"
            })
    void aNameThatIsNotLoopbackIsRefused(String host) {
        assertThat(raw("GET " + OPEN + " HTTP/1.1", host)).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: localhost", "Host: LOCALHOST:8080", "Host: 127.0.0.1:8080", "Host: [::1]:8080"})
    void loopbackNamesAreTaken(String host) {
        assertThat(raw("GET " + OPEN + " HTTP/1.1", host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "text/plain; charset=application/json",
                "application/xml",
                "nonsense"
            })
    void bodiesThatAreNotJsonAreRefused(String type) {
        assertThat(server.send("POST", OPEN, BODY, "Content-Type", type).status())
                .isEqualTo(401);
        assertThat(raw("POST " + OPEN + "/1/start HTTP/1.1", "Host: localhost", "Content-Type: " + type))
                .isEqualTo(401);
    }

    @Test
    void aBodyOfNoKindIsRefused() {
        assertThat(raw("POST " + OPEN + "/1/start HTTP/1.1", "Host: localhost", "Content-Length: 2"))
                .isEqualTo(401);
    }

    @Test
    void jsonAndNoBodyAtAllAreTaken() {
        assertThat(server.send("POST", OPEN, BODY).code()).isEqualTo("session_not_found");
        assertThat(server.send("POST", OPEN + "/1/start", null).code()).isEqualTo("campaign_not_found");
    }

    @Test
    void anotherMachineIsRefused() {
        InetAddress outside = outside().orElse(null);
        Assumptions.assumeTrue(outside != null, "this machine has no address but loopback");

        assertThat(raw(outside, "GET " + OPEN + " HTTP/1.1", "Host: localhost")).isEqualTo(401);
    }

    @Test
    void theWebhookOfAnOpenDoorStillAsksForItsSignature() {
        String message = "{\"message_type\": \"incoming\", \"content\": \"a\"}";
        Map<String, String> open = Map.of("staffetta.doors.anonymous", "3:" + RunningServer.EMAIL);
        try (RunningServer unsigned = RunningServer.start(open)) {
            unsigned.setUp();
            assertThat(unsigned.send("POST", "/webhook", message).status()).isEqualTo(200);
            assertThat(unsigned.send("POST", "/webhook", message, "X-Forwarded-For", "10.0.0.1")
                            .status())
                    .isEqualTo(401);
            assertThat(unsigned.send("POST", "/webhook", message, "Content-Type", "text/plain")
                            .status())
                    .isEqualTo(401);
        }
        try (RunningServer signed = RunningServer.start(Map.of(
                "staffetta.doors.anonymous", "3:" + RunningServer.EMAIL, "CHATWOOT_WEBHOOK_SECRET", "a secret"))) {
            signed.setUp();
            assertThat(signed.send("POST", "/webhook", message).status()).isEqualTo(401);
        }
    }

    @Test
    void noDoorIsOpenUnlessItIsNamed() {
        try (RunningServer closed = RunningServer.start()) {
            closed.setUp();
            assertThat(closed.get(OPEN).status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "campaigns:a@example.org",
                "1:a@example.org",
                "v1:a@example.org",
                "blast",
                "blast:",
                "blast:a,5:b"
            })
    void whatCannotBeMeantIsRefusedAtTheStart(String doors) {
        assertThatThrownBy(() -> RunningServer.start(Map.of("staffetta.doors.anonymous", doors))
                        .close())
                .hasStackTraceContaining("staffetta.doors.anonymous");
    }

    @Test
    void aServerThatBelievesProxiesOpensNoDoor() {
        assertThatThrownBy(() -> RunningServer.start(Map.of(
                                "staffetta.doors.anonymous",
                                "blast:a@example.org",
                                "server.forward-headers-strategy",
                                "framework"))
                        .close())
                .hasStackTraceContaining("forward-headers-strategy");
    }

    private static int raw(String... lines) {
        return raw(InetAddress.getLoopbackAddress(), lines);
    }

    /** The status that these very lines are answered with. */
    private static int raw(InetAddress address, String... lines) {
        int port = URI.create(server.url()).getPort();
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(10_000);
            String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n{}";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Optional<InetAddress> outside() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }
}
