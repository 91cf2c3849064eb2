package io.staffetta.server.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Says in the API document which fields are always there and which may be null, as the records' own types say it. */
final class RecordSchemas implements GlobalOpenApiCustomizer {

    private final SchemaNames names;

    RecordSchemas(SchemaNames names) {
        this.names = names;
    }

    @Override
    public void customise(OpenAPI document) {
        document.getComponents()
                .getSchemas()
                .forEach((name, schema) -> names.record(name).ifPresent(type -> describe(schema, type)));
    }

    private static void describe(Schema<?> schema, Class<?> type) {
        if (schema.getProperties() == null) {
            return;
        }
        Set<String> required = new TreeSet<>(schema.getRequired() == null ? List.of() : schema.getRequired());
        describe(schema, type, required);
        schema.setRequired(required.isEmpty() ? null : new ArrayList<>(required));
    }

    private static void describe(Schema<?> schema, Class<?> type, Set<String> required) {
        for (RecordComponent component : type.getRecordComponents()) {
            Field field = field(type, component);
            if (field.isAnnotationPresent(JsonUnwrapped.class)) {
                describe(schema, component.getType(), required);
                continue;
            }
            JsonProperty named = field.getAnnotation(JsonProperty.class);
            String name = named == null ? component.getName() : named.value();
            Schema<?> property = schema.getProperties().get(name);
            if (property == null) {
                continue;
            }
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.remove(name);
                schema.getProperties().put(name, orNull(property));
            } else if (!field.isAnnotationPresent(JsonInclude.class)) {
                required.add(name);
            }
        }
    }

    private static Field field(Class<?> type, RecordComponent component) {
        try {
            return type.getDeclaredField(component.getName());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("A record without the field of its component: " + type.getName(), e);
        }
    }

    /** Anything stays anything; what has a list of values, or a name, is one of two things. */
    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null || schema.getEnum() != null) {
            Schema<Object> none = new Schema<>();
            none.setTypes(Set.of("null"));
            return new Schema<>().anyOf(List.of(schema, none));
        }
        if (schema.getTypes() != null) {
            schema.setTypes(new TreeSet<>(schema.getTypes()));
            schema.getTypes().add("null");
        }
        return schema;
    }
}
