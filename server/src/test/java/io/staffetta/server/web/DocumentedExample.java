package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request of one of the documents and the answer printed there, kept as a file under {@code contract/}. {@code answer}
 * holds every key and value that the document prints; {@code also} names, by the path of their object, the keys that may
 * stand beside them, {@code *} for any.
 */
public final class DocumentedExample {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode request;
    private final int status;
    private final JsonNode answer;
    private final JsonNode also;

    private DocumentedExample(JsonNode file) {
        this.request = file.path("request");
        this.status = file.path("status").asInt();
        this.answer = file.path("answer");
        this.also = file.path("also");
    }

    /**
     * The example of this name.
     *
     * @param file its path below {@code contract/}, without the ending
     * @param slots what the {@code {names}} in it stand for
     */
    public static DocumentedExample read(String file, Map<String, String> slots) {
        String text = text(file + ".json");
        for (Map.Entry<String, String> slot : slots.entrySet()) {
            text = text.replace("{" + slot.getKey() + "}", slot.getValue());
        }
        return new DocumentedExample(JSON.readTree(text));
    }

    /** The text of a file below {@code contract/}. */
    public static String text(String file) {
        try (InputStream in = Objects.requireNonNull(
                DocumentedExample.class.getResourceAsStream("/contract/" + file), () -> "no " + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the documented request, and compares what comes back with the documented answer. */
    public Answer replay(SimulatedNumbers numbers, String... headers) {
        JsonNode body = request.path("body");
        Answer got = numbers.server.send(
                request.path("method").asString(),
                request.path("path").asString(),
                body.isMissingNode() ? null : body.toString(),
                headers);
        assertThat(got.status()).as(got.text()).isEqualTo(status);
        assertThat(got.header("Content-Type")).startsWith("application/json");
        compare("", answer, got.json());
        return got;
    }

    private void compare(String path, JsonNode documented, JsonNode got) {
        assertThat(got.getNodeType()).as("type of " + path).isEqualTo(documented.getNodeType());
        if (!documented.isObject()) {
            assertThat(got).as(path).isEqualTo(documented);
            return;
        }
        TreeSet<String> more = new TreeSet<>(got.propertyNames());
        more.removeAll(documented.propertyNames());
        List<String> allowed =
                also.path(path).valueStream().map(JsonNode::asString).toList();
        if (!allowed.contains("*")) {
            assertThat(more)
                    .as("keys beside the documented ones in " + path)
                    .containsExactlyInAnyOrderElementsOf(allowed);
        }
        documented.forEachEntry(
                (name, value) -> compare(path.isEmpty() ? name : path + "." + name, value, got.path(name)));
    }
}
