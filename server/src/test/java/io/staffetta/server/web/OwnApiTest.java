package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.RunningServer.Answer;
import io.staffetta.server.contract.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What holds for every route of our own API, told from what the API says about itself. */
class OwnApiTest {

    private static final String OWN = "/api/v1/";
    private static SimulatedNumbers numbers;
    private static JsonNode document;

    @BeforeAll
    static void start() {
        numbers = new SimulatedNumbers();
        document = numbers.get("/docs/openapi.json");
    }

    @AfterAll
    static void stop() {
        numbers.close();
    }

    @Test
    @Contract("own.openapi")
    void whatItsRoutesTakeIsClosedAndWhatTheDoorsTakeIsOpen() {
        List<String> open = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        operations().forEach(route -> {
            JsonNode schema = resolved(route.operation().at("/requestBody/content/application~1json/schema"));
            if (schema.has("properties")) {
                boolean refuses = !schema.path("additionalProperties").asBoolean(true);
                (refuses ? closed : open).add(route.name());
            }
        });

        assertThat(closed).isNotEmpty().allMatch(name -> name.contains(" " + OWN));
        assertThat(open).isNotEmpty().noneMatch(name -> name.contains(" " + OWN));
    }

    @Test
    @Contract("own.pages")
    void everyListIsReadPageByPageOrIsWhole() {
        List<Route> lists = operations()
                .filter(route ->
                        route.name().startsWith("GET " + OWN) && !route.path().contains("{"))
                .filter(route -> resolved(route.operation().at("/responses/200/content/application~1json/schema"))
                        .path("properties")
                        .has("next"))
                .toList();

        assertThat(lists).hasSizeGreaterThan(8);
        for (Route list : lists) {
            if (parameters(list).contains("limit")) {
                isReadByPages(list);
            } else {
                assertThat(numbers.get(list.path()).path("next").isNull())
                        .as(list.name() + " is whole")
                        .isTrue();
            }
        }
    }

    @Test
    @Contract("own.openapi")
    void everyRouteSaysWhatItDoesAndHowItRefuses() {
        assertThat(operations())
                .hasSizeGreaterThan(100)
                .allSatisfy(
                        route -> assertThat(route.operation().path("summary").asString(""))
                                .as("the summary of " + route.name())
                                .isNotBlank()
                                .doesNotEndWith("."))
                .allSatisfy(route -> assertThat(route.operation().path("tags").size())
                        .as("the tags of " + route.name())
                        .isOne())
                .allSatisfy(route -> assertThat(refusals(route))
                        .as("the refusals of " + route.name())
                        .isNotEmpty()
                        .allSatisfy(text -> assertThat(text).isNotBlank().doesNotEndWith(": ")));
    }

    @Test
    void whatTheDocumentSaysOfRefusalsSpeaksOfRoutesAndCodesThatExist() throws IOException {
        Texts texts = new Texts();
        List<String> names = operations().map(Route::name).toList();
        JsonNode entries;
        try (InputStream in = new ClassPathResource("api-failures.json").getInputStream()) {
            entries = JsonMapper.shared().readTree(in);
        }

        assertThat(entries.valueStream().map(each -> each.path("of").asString()))
                .isNotEmpty()
                .allSatisfy(of -> assertThat(names)
                        .as(of)
                        .anySatisfy(name -> assertThat(name).matches(of)));
        assertThat(entries.valueStream()
                        .flatMap(JsonNode::valueStream)
                        .flatMap(JsonNode::valueStream)
                        .map(JsonNode::asString))
                .allSatisfy(code ->
                        assertThat(texts.find("en", code, Map.of())).as(code).isPresent());
    }

    /** What the document says of each status with which a route refuses. */
    private static List<String> refusals(Route route) {
        return route.operation()
                .path("responses")
                .propertyStream()
                .filter(each -> each.getKey().startsWith("4") || each.getKey().startsWith("5"))
                .map(each -> each.getValue().path("description").asString(""))
                .toList();
    }

    private static void isReadByPages(Route list) {
        JsonNode page = numbers.get(list.path() + "?limit=1");
        assertThat(page.path("items").isArray()).as(list.name()).isTrue();
        assertThat(page.path("items").size()).as(list.name()).isLessThanOrEqualTo(1);
        assertThat(page.has("next")).as(list.name()).isTrue();
        for (String wrong : List.of("limit=0", "limit=1001", "limit=x")) {
            Answer refused = numbers.any("GET", list.path() + "?" + wrong, Map.of());
            assertThat(refused.status()).as(list.name() + "?" + wrong).isEqualTo(400);
        }
    }

    @Test
    @Contract("own.idempotency")
    void whateverIsMadeCanBeAskedForTwiceUnlessItsSecretsOrItsSizeForbidToKeepIt() {
        List<String> without = operations()
                .filter(route -> route.name().startsWith("POST " + OWN))
                .filter(route -> route.operation().path("responses").has("201")
                        || route.operation().path("responses").has("202"))
                .filter(route -> !parameters(route).contains("Idempotency-Key"))
                .map(Route::name)
                .toList();

        assertThat(without)
                .containsExactlyInAnyOrder(
                        "POST /api/v1/setup", "POST /api/v1/api-keys", "POST /api/v1/media", "POST /api/v1/webhooks");
    }

    @Test
    @Contract("own.idempotency")
    void aSessionAskedForTwiceUnderOneKeyIsMadeOnce() {
        Map<String, String> wanted = Map.of("id", "twice", "engine", "simulator");
        Answer first = numbers.any("POST", "/api/v1/sessions", wanted, "Idempotency-Key", "k");
        Answer second = numbers.any("POST", "/api/v1/sessions", wanted, "Idempotency-Key", "k");
        Answer other = numbers.any("POST", "/api/v1/sessions", Map.of("id", "other"), "Idempotency-Key", "k");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(other.status()).isEqualTo(422);
    }

    /** One operation of the document. */
    private record Route(String name, String path, JsonNode operation) {}

    private static Stream<Route> operations() {
        return document.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(each -> new Route(
                                each.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                path.getKey(),
                                each.getValue())));
    }

    private static List<String> parameters(Route route) {
        return route.operation()
                .path("parameters")
                .valueStream()
                .map(each -> each.path("name").asString())
                .toList();
    }

    private static JsonNode resolved(JsonNode schema) {
        String name = schema.path("$ref").asString("");
        return name.isEmpty() ? schema : document.at(name.substring(1));
    }
}
