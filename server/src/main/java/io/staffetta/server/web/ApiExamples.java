package io.staffetta.server.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the examples of {@code api-examples/*.json} into the API document. A file holds one entry a route, named by method
 * and path: {@code parameters} by their names, the {@code request}'s body, and the {@code response}. A body that is a text
 * has a {@code requestType} or {@code responseType}; other bodies are JSON.
 */
final class ApiExamples implements GlobalOpenApiCustomizer {

    private static final String JSON = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

    private final JsonMapper json;
    private final Map<String, JsonNode> examples;

    ApiExamples(JsonMapper json) {
        this.json = json;
        this.examples = read(json);
    }

    @Override
    public void customise(OpenAPI document) {
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> illustrate(operation, examples.get(name(method, path)))));
    }

    private static String name(PathItem.HttpMethod method, String path) {
        return method + " " + path;
    }

    private void illustrate(Operation operation, @Nullable JsonNode example) {
        if (example == null) {
            return;
        }
        for (Parameter parameter :
                operation.getParameters() == null ? List.<Parameter>of() : operation.getParameters()) {
            JsonNode value = example.path("parameters").path(parameter.getName());
            if (!value.isMissingNode()) {
                parameter.setExample(plain(value));
            }
        }
        if (example.has("request")) {
            Content content = operation.getRequestBody().getContent();
            media(content, example.path("requestType").asString(JSON)).setExample(plain(example.path("request")));
        }
        if (example.has("response")) {
            ApiResponse success = success(operation);
            if (success.getContent() == null) {
                success.setContent(new Content());
            }
            String type = example.path("responseType").asString(JSON);
            MediaType media = media(success.getContent(), type);
            media.setExample(plain(example.path("response")));
            if (!type.equals(JSON)) {
                media.setSchema(new StringSchema());
            }
        }
    }

    private static MediaType media(Content content, String type) {
        return content.computeIfAbsent(type, missing -> new MediaType());
    }

    private static ApiResponse success(Operation operation) {
        return operation.getResponses().entrySet().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private Object plain(JsonNode node) {
        return json.convertValue(node, Object.class);
    }

    private static Map<String, JsonNode> read(JsonMapper json) {
        Map<String, JsonNode> examples = new TreeMap<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:api-examples/*.json")) {
                try (InputStream in = file.getInputStream()) {
                    json.readTree(in).forEachEntry((name, example) -> {
                        if (examples.put(name, example) != null) {
                            throw new IllegalStateException("Two examples for " + name);
                        }
                    });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return examples;
    }
}
