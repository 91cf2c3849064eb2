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
        return switch (file(media, timeout)) {
            case Download.Failed(String code, boolean lasting) ->
                lasting ? refused(code) : Words.notSent(Cause.UNREACHABLE, code);
            case Download.File file -> {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive()) {
                    yield Words.notSent(Cause.UNREACHABLE, "media_too_slow");
                }
                yield fields(media, file)
                        .map(fields -> sending.send(fields, left))
                        .orElseGet(() -> refused("media_type"));
            }
        };
    }

    private Download.Result file(Media media, Duration timeout) {
        int largest = media.kind() == Media.Kind.IMAGE ? LARGEST_IMAGE : LARGEST_DOCUMENT;
        return switch (media.source()) {
            case Media.Source.Link(String url) -> download.of(url, largest, timeout);
            case Media.Source.Given(String type, Media.Bytes bytes) -> read(type, bytes, largest);
            case Media.Source.Uploaded _, Media.Source.Kept _ ->
                new Download.Failed("media_upload_not_supported", true);
        };
    }

    private static Download.Result read(String type, Media.Bytes bytes, int largest) {
        try {
            byte[] content = bytes.read();
            return content.length == 0 || content.length > largest
                    ? new Download.Failed("media_size", true)
                    : new Download.File(type, content);
        } catch (RuntimeException e) {
            return new Download.Failed("media_unreadable", false);
        }
    }

    private static Optional<Map<String, Object>> fields(Media media, Download.File file) {
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
                        plain(media.fileName().orElseGet(() -> lastOf(media.source()))),
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

    private static String lastOf(Media.Source source) {
        if (!(source instanceof Media.Source.Link(String url))) {
            return "";
        }
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
