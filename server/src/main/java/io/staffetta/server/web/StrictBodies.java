package io.staffetta.server.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Says in the API document that our own routes refuse fields they do not know; the documented doors ignore them. */
final class StrictBodies implements GlobalOpenApiCustomizer {

    private static final String OWN = "/api/v1/";
    private static final String COMPONENTS = "#/components/schemas/";

    @Override
    public void customise(OpenAPI document) {
        Function<String, @Nullable Schema<?>> known =
                name -> document.getComponents().getSchemas().get(name);
        Set<Schema<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        document.getPaths().entrySet().stream()
                .filter(path -> path.getKey().startsWith(OWN))
                .flatMap(path -> path.getValue().readOperations().stream())
                .map(Operation::getRequestBody)
                .filter(Objects::nonNull)
                .flatMap(body -> body.getContent().values().stream())
                .map(MediaType::getSchema)
                .forEach(schema -> close(schema, known, seen));
    }

    /** This schema and all it is made of. */
    private static void close(
            @Nullable Schema<?> schema, Function<String, @Nullable Schema<?>> known, Set<Schema<?>> seen) {
        if (schema == null || !seen.add(schema)) {
            return;
        }
        if (schema.get$ref() != null) {
            close(known.apply(schema.get$ref().substring(COMPONENTS.length())), known, seen);
        }
        if (schema.getProperties() != null) {
            if (schema.getAdditionalProperties() == null) {
                schema.setAdditionalProperties(false);
            }
            schema.getProperties().values().forEach(part -> close(part, known, seen));
        }
        close(schema.getItems(), known, seen);
        Stream.of(schema.getAnyOf(), schema.getOneOf(), schema.getAllOf())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .forEach(part -> close(part, known, seen));
    }
}
