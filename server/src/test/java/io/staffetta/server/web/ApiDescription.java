package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.staffetta.server.RunningServer.Answer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API document, as somebody reads it who has nothing else: routes, their examples, and the schemas of both. */
final class ApiDescription {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String JSON_TYPE = "application/json";

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31());
    private final Map<String, Route> routes = new TreeMap<>();

    private ApiDescription(JsonNode document) {
        this.document = document;
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    Route route = new Route(method.toUpperCase(Locale.ROOT), path, operation);
                    routes.put(route.method() + " " + path, route);
                }));
    }

    static ApiDescription of(JsonNode document) {
        assertThat(document.path("openapi").asString()).startsWith("3.1");
        return new ApiDescription(document);
    }

    Set<String> routes() {
        return routes.keySet();
    }

    Route route(String name) {
        assertThat(routes).as("routes of the document").containsKey(name);
        return routes.get(name);
    }

    /** One route of the document. */
    final class Route {

        private final String method;
        private final String path;
        private final JsonNode operation;

        Route(String method, String path, JsonNode operation) {
            this.method = method;
            this.path = path;
            this.operation = operation;
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        JsonNode parameters() {
            return operation.path("parameters");
        }

        /** The body to send, or null if the route takes none. */
        @Nullable
        String request() {
            String type = requestType();
            if (type == null) {
                return null;
            }
            JsonNode media = operation.path("requestBody").path("content").path(type);
            JsonNode example = media.path("example");
            if (type.equals(JSON_TYPE)) {
                valid("request example", media.path("schema"), example);
                return example.toString();
            }
            return example.asString();
        }

        /** The content type whose example is sent: the first that has one. */
        @Nullable
        String requestType() {
            JsonNode content = operation.path("requestBody").path("content");
            if (content.isMissingNode()) {
                return null;
            }
            return content.propertyStream()
                    .filter(media -> media.getValue().has("example"))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(method + " " + path + " has no request example"));
        }

        String responseType() {
            return success()
                    .getValue()
                    .path("content")
                    .propertyStream()
                    .filter(media -> media.getValue().has("example"))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(JSON_TYPE);
        }

        /** Compares an answer, and the response example, with the document. */
        void check(Answer answer) {
            assertThat(answer.status() + "")
                    .as(method + " " + path + ": " + answer.text())
                    .isEqualTo(success().getKey());
            JsonNode content = success().getValue().path("content");
            if (content.isMissingNode()) {
                assertThat(answer.text()).as(method + " " + path).isEmpty();
                return;
            }
            String type = responseType();
            JsonNode media = content.path(type);
            assertThat(media.has("example"))
                    .as("a response example of " + method + " " + path)
                    .isTrue();
            assertThat(answer.header("Content-Type")).startsWith(type);
            if (type.equals(JSON_TYPE)) {
                valid("answer", media.path("schema"), answer.json());
                valid("response example", media.path("schema"), media.path("example"));
            }
        }

        private Map.Entry<String, JsonNode> success() {
            return operation
                    .path("responses")
                    .propertyStream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .findFirst()
                    .orElseThrow();
        }

        private void valid(String what, JsonNode schema, JsonNode value) {
            assertThat(schema.isMissingNode())
                    .as("a schema of " + method + " " + path)
                    .isFalse();
            ObjectNode whole = JSON.createObjectNode();
            whole.setAll((ObjectNode) schema);
            whole.set("components", document.path("components"));
            Schema rules = schemas.getSchema(whole);
            assertThat(rules.validate(value))
                    .as(method + " " + path + " " + what + " " + value)
                    .isEmpty();
        }
    }
}
