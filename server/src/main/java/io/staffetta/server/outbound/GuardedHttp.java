package io.staffetta.server.outbound;

import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls only what {@link AddressRules} admit, and exactly that: the name is resolved once, the connection goes to the
 * address that was checked, while the name still stands in the request and in the other side's certificate. So a name
 * that points elsewhere a moment later leads nowhere.
 */
final class GuardedHttp implements OutboundHttp, AutoCloseable {

    private static final int MOST_ADDRESSES = 3;
    /** How long an answer may take after its first byte. */
    private static final Duration REST_OF_ANSWER = Duration.ofSeconds(30);

    private final AddressRules rules;
    private final PinnedClients clients;
    private final BodyHandler<byte[]> answers;

    /**
     * Calls what these rules admit.
     *
     * @param mostBytes of an answer's body
     */
    GuardedHttp(AddressRules rules, PinnedClients clients, long mostBytes) {
        this(rules, clients, BodyHandlers.limiting(BodyHandlers.ofByteArray(), mostBytes));
    }

    /** Calls what these rules admit, and reads answers so. */
    GuardedHttp(AddressRules rules, PinnedClients clients, BodyHandler<byte[]> answers) {
        this.rules = rules;
        this.clients = clients;
        this.answers = answers;
    }

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        URI uri = request.uri();
        List<InetAddress> addresses = admit(uri);
        HttpClient client = clients.of(uri);
        Duration patience = request.timeout().orElse(LONGEST);
        @Nullable IOException unreachable = null;
        for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), MOST_ADDRESSES))) {
            try {
                return send(client, pinned(request, uri, address, patience), patience);
            } catch (ConnectException | HttpConnectTimeoutException e) {
                // Nothing was sent: the next address may answer.
                unreachable = e;
            }
        }
        throw unreachable == null ? new ConnectException("the name has no address") : unreachable;
    }

    @Override
    public void check(URI address) throws Refused {
        try {
            var _ = rules.admit(address);
        } catch (UnknownHostException e) {
            // It may come to exist; it is looked at again whenever it is called.
            return;
        }
    }

    private List<InetAddress> admit(URI uri) throws ConnectException {
        try {
            return rules.admit(uri);
        } catch (UnknownHostException e) {
            ConnectException unknown = new ConnectException("there is no such name");
            unknown.initCause(e);
            throw unknown;
        }
    }

    private static HttpRequest pinned(HttpRequest request, URI uri, InetAddress address, Duration patience) {
        String host = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .uri(at(uri, address))
                .setHeader("Host", host)
                .timeout(patience)
                .build();
    }

    private static URI at(URI uri, InetAddress address) {
        String host = address.getHostAddress();
        String literal = address.getAddress().length == 16 ? "[" + host + "]" : host;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        try {
            return new URI(uri.getScheme() + "://" + literal + ":" + AddressRules.port(uri) + path + query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("an address that cannot be written", e);
        }
    }

    private HttpResponse<byte[]> send(HttpClient client, HttpRequest request, Duration patience)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, answers);
        try {
            return answer.get(patience.plus(REST_OF_ANSWER).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("the answer did not end in time");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("the call failed", e.getCause());
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
