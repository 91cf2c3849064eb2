package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.staffetta.cloud.stub.CloudStubProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in refuses what Meta refuses, and what becomes of messages follows from how people are. */
class StubRulesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Map<String, Object> HELLO = Map.of("body", "hello");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static final List<String> said = new CopyOnWriteArrayList<>();
    private static CloudStubProcess stub;
    private static HttpServer product;

    @BeforeAll
    static void start() throws IOException {
        product = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        product.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonMapper.shared()
                    .readTree(body)
                    .findValues("statuses")
                    .forEach(statuses -> said.add(statuses.get(0).path("id").asString() + " "
                            + statuses.get(0).path("status").asString()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        product.start();
        stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"));
        stub.number("1", "loose", "+1 555-000-0001");
        stub.drive(
                "number",
                Map.of(
                        "id", "2",
                        "token", "strict",
                        "displayPhoneNumber", "+1 555-000-0002",
                        "verifiedName", "A shop",
                        "qualityRating", "GREEN",
                        "throughput", "STANDARD",
                        "window", true));
        stub.webhook(URI.create("http://127.0.0.1:" + product.getAddress().getPort() + "/"), "secret");
    }

    @AfterAll
    static void stop() {
        stub.close();
        product.stop(0);
    }

    @Test
    void templatesAreShownToThoseWithATokenOnly() throws Exception {
        assertThat(code(get("/v23.0/9/message_templates", "Bearer wrong"))).isEqualTo(190);
        assertThat(get("/v23.0/9/message_templates", "Bearer loose").statusCode())
                .isEqualTo(200);
    }

    @Test
    void freeWordsGoOnlyToWhoWroteWithinADay() throws Exception {
        assertThat(code(text("2", "strict", "628100000001"))).isEqualTo(131047);
        assertThat(code(send("2", "strict", "628100000001", "template", Map.of("name", "hello"))))
                .isZero();
        stub.drive("text", Map.of("number", "2", "from", "628100000001", "text", "hi"));
        assertThat(code(text("2", "strict", "628100000001"))).isZero();
        stub.drive("forward", Map.of("seconds", 24 * 3600 + 1));
        assertThat(code(text("2", "strict", "628100000001"))).isEqualTo(131047);
    }

    @Test
    void onePersonGetsNoMoreThanABurstAndThenOneInSixSeconds() throws Exception {
        int taken = 0;
        int code = 0;
        while (code == 0 && taken < 1_000) {
            code = code(text("1", "loose", "628100000002"));
            taken += code == 0 ? 1 : 0;
        }
        assertThat(code).isEqualTo(131056);
        assertThat(taken).isGreaterThanOrEqualTo(45);
        assertThat(code(text("1", "loose", "628100000003"))).isZero();
        stub.drive("forward", Map.of("seconds", 6));
        assertThat(code(text("1", "loose", "628100000002"))).isZero();
    }

    @Test
    void aFileThatNobodyUploadedIsRefused() throws Exception {
        assertThat(code(send("1", "loose", "628100000004", "image", Map.of("id", "77"))))
                .isEqualTo(100);
        assertThat(code(send("1", "loose", "628100000004", "image", Map.of("link", "https://shop.example/a.jpg"))))
                .isZero();
    }

    @Test
    void whoHasThePhoneOffGetsMessagesOnceItIsOn() throws Exception {
        stub.drive("person", Map.of("to", "628100000005", "is", "away"));
        String id = id(text("1", "loose", "628100000005"));
        await().atMost(PATIENCE).until(() -> said.contains(id + " sent"));
        assertThat(said).doesNotContain(id + " delivered");

        stub.drive("person", Map.of("to", "628100000005", "is", "here"));

        await().atMost(PATIENCE).until(() -> said.containsAll(List.of(id + " delivered", id + " read")));
    }

    @Test
    void messagesToWhoIsNotOnWhatsAppFail() throws Exception {
        stub.drive("person", Map.of("to", "628100000006", "is", "gone"));
        String id = id(text("1", "loose", "628100000006"));
        await().atMost(PATIENCE).until(() -> said.contains(id + " failed"));
    }

    private static HttpResponse<String> text(String number, String token, String to) throws Exception {
        return send(number, token, to, "text", HELLO);
    }

    private static HttpResponse<String> send(String number, String token, String to, String type, Object content)
            throws Exception {
        byte[] body = JsonMapper.shared()
                .writeValueAsBytes(Map.of("messaging_product", "whatsapp", "to", to, "type", type, type, content));
        return HTTP.send(
                request("/v23.0/" + number + "/messages", "Bearer " + token)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> get(String path, String authorization) throws Exception {
        return HTTP.send(
                request(path, authorization).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpRequest.Builder request(String path, String authorization) {
        return HttpRequest.newBuilder(stub.baseUrl().resolve(path)).header("Authorization", authorization);
    }

    private static int code(HttpResponse<String> response) {
        return json(response).path("error").path("code").asInt(0);
    }

    private static String id(HttpResponse<String> response) {
        return json(response).path("messages").path(0).path("id").asString();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
