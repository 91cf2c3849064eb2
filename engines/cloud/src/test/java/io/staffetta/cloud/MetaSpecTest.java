package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.staffetta.cloud.stub.CloudStubProcess;
import io.staffetta.core.engine.EngineEvent.Inbound;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.core.engine.TemplateMessage.ButtonValue;
import io.staffetta.core.engine.TemplateMessage.Value;
import io.staffetta.core.engine.WebhookReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is sent and read, against Meta's own description of it. */
class MetaSpecTest {

    private static final long ANA = 628111111111L;
    private static final Media LINK =
            new Media(Media.Kind.IMAGE, new Media.Source.Link("https://shop.example/spring.jpg"), Optional.empty());

    private static Optional<MetaSpec> found;

    @TempDir
    Path folder;

    @BeforeAll
    static void find() {
        found = MetaSpec.find();
    }

    @Test
    void everyRequestIsAsMetaDescribesIt() {
        MetaSpec spec = spec();
        List<JsonNode> requests = requests();

        assertThat(requests).hasSizeGreaterThanOrEqualTo(12);
        for (JsonNode request : requests) {
            assertThat(errors(spec, request))
                    .as(request.path("body").asString())
                    .isEmpty();
        }
    }

    @Test
    void aRequestThatIsNotAsMetaDescribesItIsFound() {
        ObjectNode body = (ObjectNode) MessageBody.of(messages("1234567890").getFirst());
        body.remove("biz_opaque_callback_data");
        body.put("something", "else");

        assertThat(spec().errors("/{Version}/{Phone-Number-ID}/messages", "POST", "application/json", body))
                .isNotEmpty();
    }

    @Test
    void everyWebhookThatMetaShowsIsRead() {
        Map<String, WebhookReading> readings = new LinkedHashMap<>();
        try (TestNumber number = TestNumber.at("https://graph.facebook.com")) {
            spec().webhooks()
                    .forEach((name, body) -> readings.put(
                            name,
                            number.engine.read(number.link, body.toString().getBytes(StandardCharsets.UTF_8))));
        }

        assertThat(readings).hasSizeGreaterThanOrEqualTo(15);
        readings.forEach((name, reading) -> {
            boolean ofNobody = name.startsWith("Group") || name.startsWith("System");
            assertThat(reading.heard()).as(name).hasSize(ofNobody ? 0 : 1);
            assertThat(reading.skipped()).as(name).isEmpty();
        });
        assertThat(readings.get("Button Message").heard().getFirst().event())
                .isInstanceOfSatisfying(
                        Inbound.class, inbound -> assertThat(inbound.text()).isEqualTo("Unsubscribe"));
    }

    private static MetaSpec spec() {
        assumeTrue(found.isPresent(), "Meta's description is not beside the project: nothing to compare with");
        return found.orElseThrow();
    }

    /** Everything that the engine can send, as it arrived. */
    private List<JsonNode> requests() {
        try (CloudStubProcess stub = CloudStubProcess.start(folder.resolve("ledger.jsonl"));
                TestNumber number = TestNumber.ready(stub)) {
            String file = number.engine.upload(number.link, "a.jpg", "image/jpeg", new byte[] {1}, TestNumber.PATIENCE);
            for (OutboundMessage message : messages(file)) {
                assertThat(number.connection.send(message, TestNumber.PATIENCE))
                        .isInstanceOf(SendOutcome.Accepted.class);
            }
            number.engine.read(number.link, WebhookReaderTest.text(ANA).getBytes(StandardCharsets.UTF_8));
            number.connection.seen(ANA, TestNumber.PATIENCE);
            number.connection.typing(ANA, true, TestNumber.PATIENCE);
            number.engine.templates(number.link, TestNumber.PATIENCE);
            return stub.requests();
        }
    }

    private static List<OutboundMessage> messages(String file) {
        Media uploaded = new Media(Media.Kind.DOCUMENT, new Media.Source.Uploaded(file), Optional.of("prices.pdf"));
        TemplateMessage positions = TemplateMessage.of("spring", "en_US", List.of("Ana", "20 May"));
        TemplateMessage all = new TemplateMessage(
                "spring",
                "en_US",
                List.of(new Value(Optional.of("first_name"), "Ana")),
                List.of(Value.of("Spring")),
                List.of(new ButtonValue(0, "4711")));
        TemplateMessage none = TemplateMessage.of("plain", "en", List.of());
        List<OutboundMessage> messages = new ArrayList<>();
        messages.add(message("Hello", Optional.empty(), Optional.empty()));
        messages.add(message("Look", Optional.empty(), Optional.of(LINK)));
        messages.add(message("", Optional.empty(), Optional.of(uploaded)));
        messages.add(message("Hello", Optional.of(positions), Optional.empty()));
        messages.add(message("Hello", Optional.of(positions), Optional.of(LINK)));
        messages.add(message("Hello", Optional.of(positions), Optional.of(uploaded)));
        messages.add(message("Hello", Optional.of(all), Optional.empty()));
        messages.add(message("Hello", Optional.of(none), Optional.empty()));
        return messages;
    }

    private static OutboundMessage message(String text, Optional<TemplateMessage> template, Optional<Media> media) {
        return new OutboundMessage(UUID.randomUUID(), "m", ANA, text, true, template, media);
    }

    private static List<String> errors(MetaSpec spec, JsonNode request) {
        String path = request.path("path").asString();
        String method = request.path("method").asString();
        if (method.equals("GET")) {
            String route = path.endsWith("/message_templates")
                    ? "/{Version}/{WABA-ID}/message_templates"
                    : "/{Version}/{Phone-Number-ID}";
            return spec.has(route, "GET") ? List.of() : List.of("no route " + path);
        }
        if (path.endsWith("/media")) {
            return spec.has("/{Version}/{Phone-Number-ID}/media", "POST") ? List.of() : List.of("no route " + path);
        }
        ObjectNode body = (ObjectNode) Json.MAPPER.readTree(request.path("body").asString());
        // Meta's documentation has it on every message; the description has forgotten it.
        boolean echoed = body.remove("biz_opaque_callback_data") != null;
        if (!echoed && !body.has("status")) {
            return List.of("no attempt in " + path);
        }
        return spec.errors("/{Version}/{Phone-Number-ID}/messages", "POST", "application/json", body);
    }
}
