package io.staffetta.baileys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Somebody's web server with files on it; with TLS also where WhatsApp's clients upload theirs. */
final class FileHost implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** What lies at a path. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Lying(int status, String type, byte[] content) {}

    private final HttpServer server;
    private final Map<String, Lying> files = new ConcurrentHashMap<>();
    private final List<byte[]> uploads = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    volatile boolean takesUploads = true;

    private FileHost(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    static FileHost plain() throws IOException {
        return new FileHost(HttpServer.create(local(), 0));
    }

    /** With a certificate of its own, written to {@code cert.pem} in this folder. */
    static FileHost secure(Path folder) throws IOException, GeneralSecurityException {
        Path store = folder.resolve("host.p12");
        Files.deleteIfExists(store);
        keytool(
                folder,
                "-genkeypair -alias host -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -storetype PKCS12 -storepass"
                        + " changeit -keystore host.p12");
        keytool(folder, "-exportcert -rfc -alias host -storepass changeit -keystore host.p12 -file cert.pem");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(local(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new FileHost(server);
    }

    private static InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void keytool(Path folder, String words) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Command made = Command.run(List.of((tool + " " + words).split(" ")), folder, Duration.ofSeconds(60));
        if (made.exitCode() != 0) {
            throw new IOException("keytool: " + made.output());
        }
    }

    String name() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts a file there and says where it lies. */
    String lay(String path, int status, String type, byte[] content) {
        files.put(path, new Lying(status, type, content));
        return "http://" + name() + path;
    }

    List<byte[]> uploads() {
        return uploads;
    }

    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(path);
            if (exchange.getRequestMethod().equals("POST")) {
                uploads.add(body);
                String url = "{\"url\":\"https://" + name() + path + "\",\"direct_path\":\"" + path + "\"}";
                String answer = takesUploads ? url : "{\"error\":\"busy\"}";
                say(exchange, takesUploads ? 200 : 503, "application/json", answer.getBytes(StandardCharsets.UTF_8));
            } else {
                Lying file = files.getOrDefault(path, new Lying(404, "text/plain", new byte[] {'-'}));
                say(exchange, file.status(), file.type(), file.content());
            }
        }
    }

    private static void say(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
