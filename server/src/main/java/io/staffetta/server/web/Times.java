package io.staffetta.server.web;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ext.javatime.deser.DurationDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;

/** Reads times and durations that can be meant: others would not fit into the database, or stop a clock for good. */
@JacksonComponent
class Times {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration LONGEST = Duration.ofDays(3_660);

    private Times() {}

    static final class OfInstants extends ValueDeserializer<Instant> {

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) {
            Instant read = InstantDeserializer.INSTANT.deserialize(json, context);
            if (read.isBefore(EARLIEST) || read.isAfter(LATEST)) {
                throw context.weirdStringException(read.toString(), Instant.class, "not between 2000 and 9999");
            }
            return read;
        }
    }

    static final class OfDurations extends ValueDeserializer<Duration> {

        @Override
        public Duration deserialize(JsonParser json, DeserializationContext context) {
            Duration read = DurationDeserializer.INSTANCE.deserialize(json, context);
            if (read.abs().compareTo(LONGEST) > 0) {
                throw context.weirdStringException(read.toString(), Duration.class, "longer than ten years");
            }
            return read;
        }
    }
}
