package io.staffetta.server.web;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the API document calls the records that requests and answers are made of: a nested one after the class around it,
 * one of a door after the door. Two records under one name would be described as one, so that is refused.
 */
final class SchemaNames extends TypeNameResolver {

    private final Map<String, Class<?>> records = new ConcurrentHashMap<>();

    @Override
    public String nameForType(JavaType type, Set<Options> options) {
        String name = super.nameForType(type, options);
        Class<?> raw = type.getRawClass();
        if (raw.isRecord()) {
            Class<?> known = records.putIfAbsent(name, raw);
            if (known != null && !known.equals(raw)) {
                throw new IllegalStateException(
                        name + " would describe both " + known.getName() + " and " + raw.getName());
            }
        }
        return name;
    }

    /** The record that has this name, if one has. */
    Optional<Class<?>> record(String name) {
        return Optional.ofNullable(records.get(name));
    }

    @Override
    protected String getNameOfClass(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> around = type.getEnclosingClass();
        if (around != null) {
            name = getNameOfClass(around).replaceFirst("(Routes?|Views|Bodies|Json|Answer)$", "") + name;
        } else {
            name = door(type) + name;
        }
        return name;
    }

    private static String door(Class<?> type) {
        String inside =
                type.getPackageName().replaceFirst("^" + SchemaNames.class.getPackageName() + "\\.doors\\.", "");
        return inside.equals(type.getPackageName())
                ? ""
                : Character.toUpperCase(inside.charAt(0)) + inside.substring(1) + "Door";
    }
}
