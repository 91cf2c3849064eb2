package io.staffetta.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every field of every body that the API document shows, every parameter of every query and of every path of the API document with values that nobody
 * should send: the answer is the caller's mistake in words, never ours.
 */
class HostileRequestsTest {

    private static final String PLACE = "@here@";
    private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

    /** As they stand in JSON. */
    private static final List<String> IN_BODIES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1.5",
            "1e400",
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\u202Eabc\"",
            "\"%s%n{{x}}${y}'; drop table message; --\"",
            "\"2026-02-30T25:61:00Z\"",
            "\"PT-1S\"",
            "\"" + "x".repeat(70_000) + "\"",
            "[]",
            "{}",
            "[null]",
            "{\"a\":{\"b\":[1,\"\\u0000\"]}}",
            "{\"name\":\"x\",\"language\":\"it\",\"body\":[null],\"media\":{\"kind\":\"image\"}}",
            "{\"name\":\"x\",\"language\":\"it\",\"named\":{\"a\":null},\"buttons\":{\"0\":null},\"media\":{}}",
            "{\"min\":null,\"max\":1}",
            "[".repeat(600) + "]".repeat(600),
            "[" + "1,".repeat(20_000) + "1]");

    private static final List<String> IN_ADDRESSES = List.of(
            "",
            " ",
            "-1",
            "0",
            "1.5",
            "99999999999999999999",
            "\0",
            "%",
            "..",
            "../..",
            "a/b",
            ";x=1",
            "'\"<script>",
            "\u202Eabc",
            "true",
            "2026-02-30",
            "x".repeat(3_000));

    private static final List<String> FAREWELLS = List.of("/ban", "/logout", "/stop", "/restrict", "/drop");

    private static SimulatedNumbers numbers;
    private static List<Route> routes;
    private static String campaign;

    private record Route(String method, String path, JsonNode operation) {

        JsonNode example() {
            return operation.at("/requestBody/content/application~1json/example");
        }

        Stream<JsonNode> parameters(String in) {
            return operation
                    .path("parameters")
                    .valueStream()
                    .filter(each -> each.path("in").asString().equals(in));
        }

        /** A stream never ends by itself. */
        boolean streams() {
            return operation.path("responses").toString().contains("event-stream");
        }
    }

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        numbers.ready("shop", "+39 333 720 0001");
        campaign = numbers.draft("shop", 3, 0);
        routes = new ArrayList<>();
        numbers.get("/docs/openapi.json")
                .path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    Route route = new Route(method.toUpperCase(Locale.ROOT), path, operation);
                    if (!route.streams()) {
                        routes.add(route);
                    }
                }));
        // What takes things away comes last, or the others would find nothing.
        routes.sort(Comparator.comparing(
                route -> route.method().equals("DELETE") || FAREWELLS.stream().anyMatch(route.path()::endsWith)));
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    void noBodyIsOurMistake() {
        List<String> ours = new ArrayList<>();
        int tried = 0;
        for (Route route : routes) {
            for (String body : bodies(route.example())) {
                tried++;
                note(ours, route, address(route, null, ""), body);
            }
        }
        assertThat(tried).isGreaterThan(1_000);
        assertThat(ours).isEmpty();
        // Nobody was logged out meanwhile.
        assertThat(numbers.server.get("/api/v1/me", numbers.bearer()).status()).isEqualTo(200);
    }

    @Test
    void noAddressIsOurMistake() {
        List<String> ours = new ArrayList<>();
        int tried = 0;
        for (Route route : routes) {
            String body =
                    route.example().isMissingNode() ? null : route.example().toString();
            for (String address : addresses(route)) {
                tried++;
                note(ours, route, address, body);
            }
        }
        assertThat(tried).isGreaterThan(1_000);
        assertThat(ours).isEmpty();
        // Nobody was logged out meanwhile.
        assertThat(numbers.server.get("/api/v1/me", numbers.bearer()).status()).isEqualTo(200);
    }

    private static void note(List<String> ours, Route route, String address, @Nullable String body) {
        Answer answer = numbers.server.send(route.method(), address, body, numbers.bearer());
        if (answer.status() >= 500 || answer.text().contains("\"internal\"")) {
            ours.add(answer.status() + " " + route.method() + " " + shortened(address) + " " + shortened(body) + " → "
                    + shortened(answer.text()));
        }
    }

    private static String shortened(@Nullable String text) {
        return text == null || text.length() < 300 ? "" + text : text.substring(0, 300) + "…";
    }

    private static List<String> bodies(JsonNode example) {
        if (example.isMissingNode()) {
            return List.of();
        }
        List<String> bodies = new ArrayList<>(IN_BODIES);
        bodies.addAll(List.of("", "{", "\"", "{\"a\":1,\"a\":2}", "\uFEFF{}"));
        JsonNode copy = example.deepCopy();
        leaves(copy, () -> IN_BODIES.forEach(value -> bodies.add(copy.toString().replace('"' + PLACE + '"', value))));
        return bodies;
    }

    /** Puts the mark in place of each field and element, one after the other. */
    private static void leaves(JsonNode node, Runnable marked) {
        switch (node) {
            case ObjectNode object ->
                Set.copyOf(object.propertyNames())
                        .forEach(name -> leaf(object.get(name), value -> object.set(name, value), object, marked));
            case ArrayNode array ->
                IntStream.range(0, array.size())
                        .forEach(i -> leaf(array.get(i), value -> array.set(i, value), array, marked));
            default -> {}
        }
    }

    private static void leaf(JsonNode value, Consumer<JsonNode> set, JsonNode parent, Runnable marked) {
        set.accept(
                parent.isObject() ? ((ObjectNode) parent).stringNode(PLACE) : ((ArrayNode) parent).stringNode(PLACE));
        marked.run();
        set.accept(value);
        leaves(value, marked);
    }

    private static List<String> addresses(Route route) {
        List<String> addresses = new ArrayList<>();
        for (String value : IN_ADDRESSES) {
            route.parameters("query")
                    .map(each -> each.path("name").asString())
                    .map(name -> address(route, null, "") + "?" + name + "=" + encoded(value))
                    .forEach(addresses::add);
            route.parameters("path")
                    .map(each -> each.path("name").asString())
                    .map(name -> address(route, name, value))
                    .forEach(addresses::add);
        }
        return addresses;
    }

    /** The route's address, with this value for this parameter of its path. */
    private static String address(Route route, @Nullable String name, String value) {
        Matcher slots = SLOT.matcher(route.path());
        return slots.replaceAll(slot ->
                Matcher.quoteReplacement(slot.group(1).equals(name) ? encoded(value) : known(route, slot.group(1))));
    }

    private static String known(Route route, String slot) {
        if (route.path().contains("campaigns/{" + slot) || route.path().contains("blast-control/sessions/{" + slot)) {
            return campaign;
        }
        return encoded(route.parameters("path")
                .filter(each -> each.path("name").asString().equals(slot))
                .findFirst()
                .map(each -> each.path("example").asString("1"))
                .orElse("1"));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
}
