package io.staffetta.cloud.stub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running stub, as tests hold it: started with the class path and the Java of the test, driven over HTTP. */
public final class CloudStubProcess implements AutoCloseable {

    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final Path ledger;
    private final int port;

    private CloudStubProcess(Process process, Path ledger, int port) {
        this.process = process;
        this.ledger = ledger;
        this.port = port;
    }

    /** A message that the stub took: its id there, the number's id, the person, the type, and what is echoed. */
    public record Taken(String id, String number, String to, String type, String callback) {}

    /** Starts one on a free port. */
    public static CloudStubProcess start(Path ledger) {
        return start(ledger, 0);
    }

    /** Starts one on this port; it goes on with the ledger if there is one. */
    public static CloudStubProcess start(Path ledger, int port) {
        try {
            Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CloudStub.class.getName(),
                            "--ledger",
                            ledger.toString(),
                            "--port",
                            Integer.toString(port),
                            "--exit-with-parent")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String first = output.readLine();
            if (first == null) {
                throw new IllegalStateException("the stub did not start");
            }
            int listening = JsonMapper.shared().readTree(first).path("port").asInt();
            return new CloudStubProcess(process, ledger, listening);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its API is. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Its port. */
    public int port() {
        return port;
    }

    /** Makes a number known, with 80 messages a second. */
    public void number(String id, String token, String displayPhoneNumber) {
        drive(
                "number",
                Map.of(
                        "id",
                        id,
                        "token",
                        token,
                        "displayPhoneNumber",
                        displayPhoneNumber,
                        "verifiedName",
                        "A shop",
                        "qualityRating",
                        "GREEN",
                        "throughput",
                        "STANDARD"));
    }

    /** How the next message to this person is answered; {@code *} for anybody. */
    public void plan(String to, Map<String, Object> behaviour) {
        plan(to, List.of(behaviour));
    }

    /** How the next messages to this person are answered, one each. */
    public void plan(String to, List<Map<String, Object>> behaviours) {
        List<Map<String, Object>> next = new ArrayList<>();
        for (Map<String, Object> behaviour : behaviours) {
            Map<String, Object> whole = new HashMap<>(Map.of("status", 200, "code", 0, "delayMillis", 0));
            whole.putAll(behaviour);
            next.add(whole);
        }
        drive("plan", Map.of("to", to, "next", next));
    }

    /** What webhooks say of every message from now on, in this order. */
    public void statuses(String... said) {
        drive("statuses", List.of(said));
    }

    /** Where webhooks go, and what signs them. */
    public void webhook(URI url, String appSecret) {
        drive("webhook", Map.of("url", url.toString(), "appSecret", appSecret));
    }

    /** Anything else that can be driven: the name below {@code /_stub/}, and what is given to it. */
    public JsonNode drive(String what, Object given) {
        return call(request(baseUrl().resolve("/_stub/" + what))
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(given)))
                .build());
    }

    /** Calls the webhook with these bytes and returns the status; signed rightly. */
    public int call(byte[] body) {
        return call(request(baseUrl().resolve("/_stub/call"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build())
                .path("status")
                .asInt();
    }

    /** Every request of the product so far, in order, with method, path, headers and body. */
    public List<JsonNode> requests() {
        List<JsonNode> requests = new ArrayList<>();
        drive("requests", Map.of()).path("requests").forEach(requests::add);
        return requests;
    }

    /** What it took, read from the file: even if it was killed. */
    public List<Taken> taken() {
        return Ledger.entries(ledger).stream()
                .map(entry -> new Taken(entry.id(), entry.number(), entry.to(), entry.type(), entry.callback()))
                .toList();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static HttpRequest.Builder request(URI to) {
        return HttpRequest.newBuilder(to).timeout(LONGEST_CALL);
    }

    private JsonNode call(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the stub answers " + response.statusCode());
            }
            return JsonMapper.shared().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
