package io.staffetta.server.web.doors.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer;
import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.web.doors.Placeholder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An example of the document: a request as it stands there, and the answer. The file has the request's first line, its
 * headers, an empty line and its body; then {@code => status} and the answer's JSON, in which placeholders may stand for
 * values that change. {@code {id}} in the first line is filled in.
 */
record Example(
        String method,
        String path,
        List<String> headers,
        @Nullable String body,
        int status,
        JsonNode answer) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads {@code contract/door2/<name>.http}. */
    static Example named(String name) {
        String[] halves = text("/contract/door2/" + name + ".http").split("\n=> ", 2);
        String[] request = halves[0].split("\n\n", 2);
        List<String> lines = request[0].lines().toList();
        String[] first = lines.getFirst().split(" ", 2);
        List<String> headers = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            headers.addAll(Arrays.asList(line.split(": ", 2)));
        }
        String[] expected = halves[1].split("\n", 2);
        return new Example(
                first[0],
                first[1],
                List.copyOf(headers),
                request.length < 2 || request[1].isBlank() ? null : request[1].strip(),
                Integer.parseInt(expected[0].strip()),
                JSON.readTree(expected[1]));
    }

    /** Sends the request as it stands, with a credential, and compares the answer. */
    JsonNode replay(RunningServer server, String[] credential, Object... id) {
        String[] all =
                Stream.concat(headers.stream(), Arrays.stream(credential)).toArray(String[]::new);
        String filled = id.length == 0 ? path : path.replace("{id}", String.valueOf(id[0]));
        Answer real = server.send(method, filled, body, all);
        assertThat(real.status()).as(real.text()).isEqualTo(status);
        compare("", answer, real.json());
        return real.json();
    }

    private static void compare(String at, JsonNode expected, JsonNode real) {
        if (expected.isObject()) {
            assertThat(real.propertyNames()).as("keys of " + at).containsExactlyElementsOf(expected.propertyNames());
            for (Map.Entry<String, JsonNode> field : expected.properties()) {
                compare(at + "/" + field.getKey(), field.getValue(), real.get(field.getKey()));
            }
        } else if (expected.isArray()) {
            assertThat(real.isArray()).as(at).isTrue();
            if (!expected.isEmpty()) {
                real.forEach(item -> compare(at + "[]", expected.get(0), item));
            }
        } else if (Placeholder.is(expected)) {
            assertThat(Placeholder.fits(expected, real))
                    .as("%s is %s, not %s", at, real, expected)
                    .isTrue();
        } else {
            assertThat(real).as(at).isEqualTo(expected);
        }
    }

    private static String text(String file) {
        try (InputStream in = Objects.requireNonNull(Example.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
