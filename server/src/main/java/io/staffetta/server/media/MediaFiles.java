package io.staffetta.server.media;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Media;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Places;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The files of users. Another user's is answered as one that does not exist. A file comes in piece by piece and counts only
 * when all of it is there; no connection to the database is held while it comes. Thread-safe.
 */
@Component
public class MediaFiles {

    private static final int LONGEST_NAME = 200;
    /** Longer than any body is read. */
    private static final Duration LONGEST_UPLOAD = Duration.ofHours(3);

    private static final int UPLOADS_IN_ALL = 16;
    private static final int UPLOADS_OF_ONE_USER = 4;

    /** Seconds. */
    private static final int RETRY_AFTER = 2;

    private final MediaRows rows;
    private final MediaLimits limits;
    private final Audit audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Each file that comes in has a piece of it in memory. */
    private final Places places = new Places(UPLOADS_IN_ALL, UPLOADS_OF_ONE_USER);

    MediaFiles(MediaRows rows, MediaLimits limits, Audit audit, Clock clock) {
        this.rows = rows;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A file that is coming in.
     *
     * @param fileName what it is called
     * @param length in bytes, below 0 if nobody said
     */
    public record Upload(String mediaType, String fileName, long length) {}

    /**
     * Keeps a file. Returns when all of it is stored. The same bytes under the same name and type are the same file, so that
     * a repeated upload changes nothing but that it is kept for longer.
     *
     * @param body read once, as it comes, and not closed
     * @throws Problem {@code media_type_not_allowed}, {@code media_type_mismatch}, {@code media_too_large},
     *     {@code media_empty}, {@code media_quota_exceeded}, {@code invalid_file_name}, {@code too_many_uploads},
     *     {@code too_many_own_uploads}, {@code upload_broken}, and what reading the body throws; then nothing was kept
     */
    public MediaFile keep(Caller caller, Upload upload, InputStream body) {
        FileType type = FileType.of(upload.mediaType());
        long largest = limits.largest(type.kind());
        if (upload.length() > largest) {
            throw Arrival.tooLarge(largest);
        }
        checkName(upload.fileName());
        takePlace(caller.ownerId());
        try {
            MediaFile file = planned(caller.ownerId(), type, upload, largest);
            long pk = rows.reserve(file, limits.quota().toBytes()).orElseThrow(() -> full(caller.ownerId()));
            MediaFile kept = require(caller.ownerId(), new Arrival(rows, pk, type, largest).all(body));
            audit.record(caller, "media.upload", "media:" + kept.id(), Map.of("size", kept.size()));
            return kept;
        } finally {
            places.leave(caller.ownerId());
        }
    }

    private void takePlace(long ownerId) {
        switch (places.take(ownerId)) {
            case TAKEN -> {}
            case OWN_ARE_TAKEN ->
                throw new Problem(
                        Kind.TOO_MANY,
                        "too_many_own_uploads",
                        "Files of yours are coming in already; try again when one of them is there.",
                        Map.of("most", UPLOADS_OF_ONE_USER, "retryAfter", RETRY_AFTER));
            case ALL_ARE_TAKEN ->
                throw new Problem(
                        Kind.TOO_MANY,
                        "too_many_uploads",
                        "Other files are coming in; try again in a moment.",
                        Map.of("retryAfter", RETRY_AFTER));
        }
    }

    private MediaFile planned(long ownerId, FileType type, Upload upload, long largest) {
        byte[] id = new byte[12];
        random.nextBytes(id);
        Instant now = clock.instant();
        return new MediaFile(
                0,
                HexFormat.of().formatHex(id),
                ownerId,
                type.kind(),
                type.mediaType(),
                upload.fileName(),
                upload.length() < 0 ? largest : upload.length(),
                now,
                now.plus(limits.keep()));
    }

    /** A part of a user's files, oldest first. */
    public List<MediaFile> list(long ownerId, long after, int most) {
        return rows.list(ownerId, after, most);
    }

    /**
     * A file.
     *
     * @throws Problem {@code media_not_found}
     */
    public MediaFile require(long ownerId, String id) {
        return rows.find(ownerId, id)
                .orElseThrow(() -> new Problem(Kind.NOT_FOUND, "media_not_found", "There is no such file."));
    }

    /**
     * Refuses media that name a file which the user does not keep, or as what it is not.
     *
     * @throws Problem {@code media_not_found}, {@code media_kind_mismatch}
     */
    public void check(long ownerId, Optional<Media> media) {
        if (media.isPresent() && media.get().source() instanceof Media.Source.Kept(String id)) {
            MediaFile file = require(ownerId, id);
            if (file.kind() != media.get().kind()) {
                throw new Problem(
                        Kind.INVALID,
                        "media_kind_mismatch",
                        "A picture is sent as an image, other files as documents.");
            }
        }
    }

    /** Writes a file's bytes. */
    public void write(MediaFile file, OutputStream out) throws IOException {
        rows.write(file.pk(), out);
    }

    /**
     * Deletes a file.
     *
     * @throws Problem {@code media_not_found}, {@code media_in_use} while something that waits to be sent needs it
     */
    public void delete(Caller caller, String id) {
        MediaFile file = require(caller.ownerId(), id);
        if (!rows.delete(file.pk())) {
            throw new Problem(
                    Kind.CONFLICT,
                    "media_in_use",
                    "A message or campaign that waits to be sent still needs this file.");
        }
        audit.record(caller, "media.delete", "media:" + id, Map.of());
    }

    /** Deletes files whose time is over. */
    @Scheduled(initialDelayString = "PT7M", fixedDelayString = "PT1H")
    void sweep() {
        Instant now = clock.instant();
        rows.sweep(now, now.minus(LONGEST_UPLOAD));
    }

    private static void checkName(String name) {
        boolean fits = !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\');
        if (!fits) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_file_name",
                    "A file's name has 1 to " + LONGEST_NAME + " characters and no slashes.",
                    Map.of("longest", LONGEST_NAME));
        }
    }

    private Problem full(long ownerId) {
        return new Problem(
                Kind.CONFLICT,
                "media_quota_exceeded",
                "Your files have no room for this one; delete some.",
                Map.of("quotaBytes", limits.quota().toBytes(), "usedBytes", rows.used(ownerId)));
    }
}
