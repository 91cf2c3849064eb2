package io.staffetta.server.media;

import io.staffetta.core.engine.Media;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much may be kept, under {@code staffetta.media}.
 *
 * @param quota what one user's files may have together; a small file counts as 64 KB
 * @param keep for how long a file is kept
 * @param imageLimit the largest picture; the Cloud API takes 5 MB
 * @param documentLimit the largest document; it is in memory while it is handed over
 */
@ConfigurationProperties("staffetta.media")
record MediaLimits(
        @DefaultValue("200MB") DataSize quota,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("5MB") DataSize imageLimit,
        @DefaultValue("16MB") DataSize documentLimit) {

    long largest(Media.Kind kind) {
        return switch (kind) {
            case IMAGE -> imageLimit.toBytes();
            case DOCUMENT -> documentLimit.toBytes();
        };
    }
}
