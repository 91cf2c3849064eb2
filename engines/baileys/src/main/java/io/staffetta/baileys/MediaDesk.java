package io.staffetta.baileys;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.Picture;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.engine.SendOutcome.Cause;
import io.staffetta.core.message.EndReason;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Pictures and documents on their way to the sidecar, which is given their bytes and never an address. Few at a time, so
 * that memory holds few of them. Thread-safe.
 */
final class MediaDesk {

    static final int LONGEST_ADDRESS = 4096;
    static final int LARGEST_IMAGE = 5 * 1024 * 1024;
    /** WhatsApp takes more. In base64 it stays below the longest line. */
    static final int LARGEST_DOCUMENT = 8 * 1024 * 1024;

    private static final int LARGEST_PORTRAIT = 256 * 1024;
    private static final int LONGEST_NAME = 100;
    private static final int AT_ONCE = 4;

    private final Semaphore room = new Semaphore(AT_ONCE);
    private final Download download;

    MediaDesk(Download download) {
        this.download = download;
    }

    /** Sends with what was fetched, in the time that is left. */
    @FunctionalInterface
    interface Sending {
        /** As {@code file} says to the sidecar what goes with the message. */
        SendOutcome send(Map<String, Object> file, Duration left);
    }

    /** Fetches what goes with a message, and has it sent. Nothing left if it could not be fetched. */
    SendOutcome send(Media media, Duration timeout, Sending sending) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            if (!room.tryAcquire(timeout.toMillis() / 4, TimeUnit.MILLISECONDS)) {
                return Words.notSent(Cause.SESSION_NOT_READY, "media_busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Words.notSent(Cause.SESSION_NOT_READY, "interrupted");
        }
        try {
            return fetched(media, timeout.dividedBy(4), end, sending);
        } finally {
            room.release();
        }
    }

    private SendOutcome fetched(Media media, Duration timeout, long end, Sending sending) {
        if (!(media.source() instanceof Media.Source.Link(String url))) {
            return refused("media_upload_not_supported");
        }
        int largest = media.kind() == Media.Kind.IMAGE ? LARGEST_IMAGE : LARGEST_DOCUMENT;
        return switch (download.of(url, largest, timeout)) {
            case Download.Failed(String code, boolean lasting) ->
                lasting ? refused(code) : Words.notSent(Cause.UNREACHABLE, code);
            case Download.File file -> {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive()) {
                    yield Words.notSent(Cause.UNREACHABLE, "media_too_slow");
                }
                yield fields(media, url, file)
                        .map(fields -> sending.send(fields, left))
                        .orElseGet(() -> refused("media_type"));
            }
        };
    }

    private static Optional<Map<String, Object>> fields(Media media, String url, Download.File file) {
        return switch (media.kind()) {
            case IMAGE ->
                imageType(file.content()).map(type -> Map.of("kind", "image", "type", type, "bytes", file.content()));
            case DOCUMENT ->
                Optional.of(Map.of(
                        "kind",
                        "document",
                        "type",
                        file.type(),
                        "name",
                        plain(media.fileName().orElseGet(() -> lastOf(url))),
                        "bytes",
                        file.content()));
        };
    }

    /** What an account shows of itself, from where WhatsApp says that it lies. */
    Optional<Picture> picture(String address, Duration timeout) {
        return switch (download.of(address, LARGEST_PORTRAIT, timeout)) {
            case Download.Failed(String code, boolean _) -> throw new IllegalStateException(code);
            case Download.File file ->
                imageType(file.content())
                        .map(type -> new Picture(type, Base64.getEncoder().encodeToString(file.content())));
        };
    }

    /** By its first bytes: phones show nothing else, whatever its sender calls it. */
    private static Optional<String> imageType(byte[] content) {
        if (startsWith(content, 0xFF, 0xD8, 0xFF)) {
            return Optional.of("image/jpeg");
        }
        return startsWith(content, 0x89, 'P', 'N', 'G') ? Optional.of("image/png") : Optional.empty();
    }

    private static boolean startsWith(byte[] content, int... beginning) {
        if (content.length < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if ((content[i] & 0xFF) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    private static String lastOf(String url) {
        String path = Optional.ofNullable(URI.create(url).getPath()).orElse("");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A name that is no path and holds no signs of control. */
    private static String plain(String fileName) {
        String name = fileName.replaceAll("[\\p{C}/\\\\:*?\"<>|]", "_").strip();
        return name.isEmpty() ? "file" : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    private static SendOutcome refused(String code) {
        return new SendOutcome.Refused(EndReason.REFUSED, code);
    }
}
