package io.staffetta.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.staffetta.wire.OutboundHttp.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedHttpTest {

    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir
    private Path folder;

    private HttpServer plain;
    private HttpsServer secure;
    private KeyStore keys;
    private GuardedHttp http;
    private final AtomicInteger lookUps = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        keys = keys();
        plain = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        plain.createContext("/", GuardedHttpTest::answer);
        plain.start();
        secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(context()));
        secure.createContext("/", GuardedHttpTest::answer);
        secure.start();
        http = guarded(
                "127.0.0.1:" + plain.getAddress().getPort(),
                "127.0.0.1:" + secure.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        http.close();
        plain.stop(0);
        secure.stop(0);
    }

    @Test
    void aNameIsResolvedOnceAndStaysInTheRequest() throws Exception {
        HttpResponse<byte[]> answer = http.send(get("http://waha.test:" + plainPort() + "/a%20b?c=d"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo("waha.test:" + plainPort() + " GET /a%20b?c=d");
        assertThat(lookUps).hasValue(1);
    }

    @Test
    void aCertificateIsCheckedAgainstTheNameAlthoughTheAddressIsCalled() throws Exception {
        HttpResponse<byte[]> answer = http.send(get("https://waha.test:" + securePort() + "/"));
        assertThat(text(answer)).startsWith("waha.test:" + securePort());
        assertThatThrownBy(() -> http.send(get("https://other.test:" + securePort() + "/")))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aRedirectIsAnsweredAndNotFollowed() throws Exception {
        HttpResponse<byte[]> answer = http.send(get("http://waha.test:" + plainPort() + "/redirect"));
        assertThat(answer.statusCode()).isEqualTo(302);
    }

    @Test
    void whatMayNotBeCalledIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> guarded().send(get("http://127.0.0.1:" + plainPort() + "/")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> guarded().check(URI.create("http://localhost/")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aNameThatDoesNotExistIsUnreachable() {
        assertThatThrownBy(() -> http.send(get("http://nowhere.test/"))).isInstanceOf(ConnectException.class);
    }

    @Test
    void whatAnswersTooMuchIsCutOff() {
        assertThatThrownBy(() -> http.send(get("http://waha.test:" + plainPort() + "/large")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void bodiesAndHeadersArrive() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://waha.test:" + plainPort() + "/echo"))
                .header("X-Api-Key", "k")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString("ciao"))
                .build();
        assertThat(text(http.send(request))).isEqualTo("k ciao");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.equals("/redirect")) {
                exchange.getResponseHeaders().set("Location", "http://169.254.169.254/");
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            byte[] body = path.equals("/large")
                    ? new byte[200_000]
                    : path.equals("/echo")
                            ? (exchange.getRequestHeaders().getFirst("X-Api-Key") + " "
                                            + new String(
                                                    exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                                    .getBytes(StandardCharsets.UTF_8)
                            : (exchange.getRequestHeaders().getFirst("Host") + " " + exchange.getRequestMethod() + " "
                                            + exchange.getRequestURI())
                                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private GuardedHttp guarded(String... allowed) {
        AddressRules rules =
                new AddressRules(List.of(allowed).stream().map(AddressBlock::of).toList(), host -> {
                    lookUps.incrementAndGet();
                    return host.equals("waha.test") || host.equals("other.test")
                            ? new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")}
                            : InetAddress.getAllByName(host);
                });
        return new GuardedHttp(rules, new PinnedClients(this::context), 100_000);
    }

    /** A certificate for one name, made by Java's own tool. */
    private KeyStore keys() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "waha",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=waha.test",
                        "-ext",
                        "SAN=dns:waha.test",
                        "-validity",
                        "3650",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(tool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            made.load(in, PASSWORD);
        }
        return made;
    }

    private SSLContext context() {
        try {
            KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            ours.init(keys, PASSWORD);
            TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            theirs.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest get(String uri) {
        return HttpRequest.newBuilder(URI.create(uri))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private int plainPort() {
        return plain.getAddress().getPort();
    }

    private int securePort() {
        return secure.getAddress().getPort();
    }
}
