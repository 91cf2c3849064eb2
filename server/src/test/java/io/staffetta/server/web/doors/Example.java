package io.staffetta.server.web.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request and its answer as a document prints them, kept in a file: the request goes out byte for byte, and of the answer
 * keys, types, nulls and texts are compared; a time has to be one, whatever it says. {@code { ... }} and {@code [...]}
 * stand for what the document leaves out; a line {@code left out:} says what stands there, with a JSON pointer to it. A line
 * {@code also:} shows the members that stand beside the documented ones. In both, placeholders stand for changing values.
 */
public final class Example {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]{1,9})?Z");
    private static final String LEFT_OUT = "...";
    private static final String ALSO = "also:";
    private static final String INSTEAD = "left out:";

    private static final JsonNode NOTHING = JSON.createObjectNode();

    private final String method;
    private final String path;
    private final @Nullable String body;
    private final int status;
    private final Map<String, JsonNode> leftOut = new HashMap<>();
    private JsonNode also = JSON.createObjectNode();
    private final JsonNode answer;

    private Example(String text) {
        String[] halves = text.split("\n>>> ", 2);
        String[] request = halves[0].split("\n\n", 2);
        String[] first = request[0].lines().findFirst().orElseThrow().split(" ", 2);
        this.method = first[0];
        this.path = first[1].strip();
        this.body = request.length < 2 || request[1].isBlank() ? null : request[1].stripTrailing();
        String[] head = halves[1].split("\n", 2);
        this.status = Integer.parseInt(head[0].strip());
        String rest = head[1].strip();
        while (rest.startsWith(ALSO) || rest.startsWith(INSTEAD)) {
            String[] parts = rest.split("\n", 2);
            readRemark(parts[0]);
            rest = parts[1].strip();
        }
        this.answer = JSON.readTree(rest.replace("{ ... }", "{\"...\": true}").replace("[...]", "[\"...\"]"));
    }

    private void readRemark(String line) {
        if (line.startsWith(ALSO)) {
            also = JSON.readTree(line.substring(ALSO.length()));
            return;
        }
        String[] place = line.substring(INSTEAD.length()).strip().split(" ", 2);
        leftOut.put(place[0], JSON.readTree(place[1]));
    }

    /** Reads the file of this name below {@code contract/}. */
    public static Example read(String name) {
        try (InputStream file =
                Objects.requireNonNull(Example.class.getResourceAsStream("/contract/" + name + ".http"), name)) {
            return new Example(new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it and compares what comes back. */
    public Answer replay(RunningServer server, String... headers) {
        Answer got = send(server, headers);
        compare(got);
        return got;
    }

    /** Sends it. */
    public Answer send(RunningServer server, String... headers) {
        return server.send(method, path, body, headers);
    }

    /** Compares an answer with the documented one. */
    public void compare(Answer got) {
        assertThat(got.status()).as(method + " " + path + ": " + got.text()).isEqualTo(status);
        assertThat(got.header("Content-Type")).as(method + " " + path).isEqualTo("application/json");
        compare("", answer, got.json(), also);
    }

    private void compare(String at, JsonNode documented, JsonNode got, JsonNode beside) {
        if (Placeholder.is(documented)) {
            assertThat(Placeholder.fits(documented, got))
                    .as("%s is %s, not %s", at, got, documented)
                    .isTrue();
            return;
        }
        assertThat(got.getNodeType()).as("type of " + at + " in " + got).isEqualTo(documented.getNodeType());
        if (documented.isObject()) {
            compareObjects(at, documented, got, beside);
        } else if (documented.isArray()) {
            compareArrays(at, documented, got);
        } else if (documented.isString() && TIME.matcher(documented.asString()).matches()) {
            assertThat(got.asString()).as(at).matches(TIME);
        } else {
            assertThat(got).as(at).isEqualTo(documented);
        }
    }

    private void compareObjects(String at, JsonNode documented, JsonNode got, JsonNode beside) {
        if (documented.has(LEFT_OUT)) {
            compare(at, instead(at), got, NOTHING);
            return;
        }
        Set<String> expected = new LinkedHashSet<>(documented.propertyNames());
        expected.addAll(beside.propertyNames());
        assertThat(got.propertyNames()).as("keys of " + at).containsExactlyElementsOf(expected);
        documented.forEachEntry((name, value) -> compare(at + "/" + name, value, got.path(name), NOTHING));
        beside.forEachEntry((name, value) -> compare(at + "/" + name, value, got.path(name), NOTHING));
    }

    private void compareArrays(String at, JsonNode documented, JsonNode got) {
        if (documented.size() == 1 && documented.get(0).asString("").equals(LEFT_OUT)) {
            got.forEach(item -> compare(at + "/*", instead(at).get(0), item, NOTHING));
            return;
        }
        assertThat(got.size()).as("length of " + at).isEqualTo(documented.size());
        for (int i = 0; i < documented.size(); i++) {
            compare(at + "/" + i, documented.get(i), got.get(i), NOTHING);
        }
    }

    private JsonNode instead(String at) {
        return Objects.requireNonNull(leftOut.get(at), "nothing says what stands at " + at);
    }

    /** Bodies that no route may take: empty, no JSON, not an object, too deep, too large. */
    public static List<String> badBodies() {
        return Arrays.asList(
                "",
                "not JSON",
                "[]",
                "\"text\"",
                "{\"a\":",
                "{\"x\":" + "[".repeat(200) + "]".repeat(200) + "}",
                "{\"x\":\"" + "x".repeat(1_100_000) + "\"}");
    }
}
