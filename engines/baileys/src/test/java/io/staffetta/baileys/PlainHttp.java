package io.staffetta.baileys;

import io.staffetta.wire.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The way out without the product's guard: these tests call this machine only. One name is shut. */
final class PlainHttp implements OutboundHttp {

    /** The way out refuses addresses with this name. */
    static final String SHUT = "shut.invalid";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Override
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        check(request.uri());
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    @Override
    public void check(URI address) throws Refused {
        if (SHUT.equals(address.getHost())) {
            throw new Refused("this name is shut");
        }
    }
}
