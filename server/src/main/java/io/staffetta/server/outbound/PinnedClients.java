package io.staffetta.server.outbound;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Clients whose connections go to addresses while certificates are checked against names: one for each name that is called
 * over TLS, one for everything else. Few names are called at a time; what was not used for long is shut.
 */
final class PinnedClients implements AutoCloseable {

    static {
        // Read once by Java's client when it is first used: we say ourselves which host is meant.
        if (System.getProperty("jdk.httpclient.allowRestrictedHeaders") == null) {
            System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        }
    }

    private static final int MOST = 64;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final String PLAIN = "";

    /** Java's own choice, a pool of platform threads, costs more than twice the processor time a call. */
    private static final Executor STEPS =
            command -> Thread.ofVirtual().name("http").start(command);

    private final Supplier<SSLContext> tls;
    private final Map<String, HttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Clients that trust whom these contexts trust.
     *
     * @param tls makes a new one for each name: sessions of TLS are resumed by address, so that one name's session
     *     would otherwise be taken for another's at the same address, whose certificate nobody looks at again
     */
    PinnedClients(Supplier<SSLContext> tls) {
        this.tls = tls;
    }

    /** The client for this address. */
    synchronized HttpClient of(URI uri) {
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        String name = secure ? uri.getHost().toLowerCase(Locale.ROOT) : PLAIN;
        HttpClient client = clients.computeIfAbsent(name, this::make);
        if (clients.size() > MOST) {
            String eldest = clients.keySet().iterator().next();
            HttpClient unused = clients.remove(eldest);
            if (unused != null) {
                unused.shutdown();
            }
        }
        return client;
    }

    private HttpClient make(String name) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT)
                .executor(STEPS)
                .sslContext(tls.get());
        if (isName(name)) {
            SSLParameters parameters = new SSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            client.sslParameters(parameters);
        }
        return client.build();
    }

    /** An address written as such is its own name in a certificate. */
    private static boolean isName(String host) {
        return !host.isEmpty() && !host.startsWith("[") && !host.matches("[0-9.]+");
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}
