package io.staffetta.cloud;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Meta's description of the API, where it lies beside the project; it is not part of it. */
final class MetaSpec {

    private static final String FILE = "specs/meta-cloud-api-v23.yaml";

    private final JsonNode document;
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(Dialects.getOpenApi31());

    private MetaSpec(JsonNode document) {
        this.document = document;
    }

    static Optional<MetaSpec> find() {
        return Stream.of(
                        System.getProperty("staffetta.shared"),
                        System.getenv("STAFFETTA_SHARED"),
                        Path.of("..", "..", "..", "shared").toString())
                .filter(folder -> folder != null && !folder.isBlank())
                .map(folder -> Path.of(folder, FILE))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> new MetaSpec(new YAMLMapper().readTree(file)));
    }

    /** What is wrong with this body of a request, by the schema of its route. */
    List<String> errors(String route, String method, String contentType, JsonNode body) {
        JsonNode schema = operation(route, method)
                .path("requestBody")
                .path("content")
                .path(contentType)
                .path("schema");
        return schema.isMissingNode() ? List.of("no schema for " + route) : validate(schema, body);
    }

    /** Whether there is such a route. */
    boolean has(String route, String method) {
        return !operation(route, method).isMissingNode();
    }

    /** The webhooks that it gives as examples, by name. */
    Map<String, JsonNode> webhooks() {
        Map<String, JsonNode> webhooks = new LinkedHashMap<>();
        operation("/whatsapp/webhooks", "POST")
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("examples")
                .forEachEntry((name, example) -> webhooks.put(name, example.path("value")));
        return webhooks;
    }

    private JsonNode operation(String route, String method) {
        return document.path("paths").path(route).path(method.toLowerCase(Locale.ROOT));
    }

    private List<String> validate(JsonNode schema, JsonNode value) {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", document.path("components"));
        Schema rules = schemas.getSchema(whole);
        return rules.validate(value).stream().map(Object::toString).toList();
    }
}
