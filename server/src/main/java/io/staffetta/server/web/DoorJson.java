package io.staffetta.server.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bodies of the documented doors, whose clients send more fields than we know. */
final class DoorJson extends JacksonJsonHttpMessageConverter {

    private static final String DOORS = DoorJson.class.getPackageName() + ".doors.";

    DoorJson(JsonMapper json) {
        super(json);
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return type.toClass().getName().startsWith(DOORS) && super.canRead(type, mediaType);
    }

    @Override
    public boolean canWrite(ResolvableType targetType, Class<?> valueClass, @Nullable MediaType mediaType) {
        return false;
    }
}
