package io.staffetta.server.media;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.server.dispatch.Attachments;
import io.staffetta.server.queue.Claimed;
import io.staffetta.server.session.SessionUploads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Hands a file to a session's engine once, before the first message that carries it, and remembers what the engine calls
 * it; an engine that wants none beforehand reads the bytes when it sends them. Many messages of a campaign wait for one
 * hand-over. Few files are in memory at once.
 */
@Component
class HandOff implements Attachments {

    private static final Logger log = LoggerFactory.getLogger(HandOff.class);

    /** The Cloud API keeps what it is handed for 30 days. */
    private static final Duration HOLDS = Duration.ofDays(25);

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int AT_ONCE = 3;
    private static final int MOST = 10_000;

    /** What the engine will never take. */
    private static final Set<String> FINAL = Set.of("media_type", "media_size");

    private final MediaRows rows;
    private final SessionUploads uploads;
    private final Clock clock;
    private final Semaphore inMemory = new Semaphore(AT_ONCE);
    private final Map<Key, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<Key, Remembered> remembered = new ConcurrentHashMap<>();

    HandOff(MediaRows rows, SessionUploads uploads, Clock clock) {
        this.rows = rows;
        this.uploads = uploads;
        this.clock = clock;
    }

    private record Key(long ownerId, long sessionPk, String id) {}

    private record Remembered(Taken taken, long nanos) {}

    /** What the engine is given, and the file's name. */
    private record Taken(Media.Source source, String fileName) {}

    @Override
    public Ready ready(Claimed claim, Media media) {
        if (!(media.source() instanceof Media.Source.Kept(String id))) {
            return new Ready.Go(media);
        }
        Key key = new Key(claim.ownerId(), claim.sessionPk(), id);
        try {
            Optional<Taken> taken = taken(key);
            return taken.<Ready>map(known -> new Ready.Go(with(media, known)))
                    .orElseGet(() -> new Ready.Stopped(new SendOutcome.Refused(EndReason.REFUSED, "media_gone")));
        } catch (IllegalStateException e) {
            return new Ready.Stopped(stopped(claim, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ready.Stopped(stopped(claim, "interrupted"));
        }
    }

    private static Media with(Media media, Taken taken) {
        Optional<String> name = media.fileName().or(() -> Optional.of(taken.fileName()));
        return new Media(media.kind(), taken.source(), name);
    }

    private static SendOutcome stopped(Claimed claim, String code) {
        log.warn("message {}: its file could not be handed over: {}", claim.id(), code);
        return FINAL.contains(code)
                ? new SendOutcome.Refused(EndReason.REFUSED, code)
                : new SendOutcome.NotSent(SendOutcome.Cause.UNREACHABLE, "media_" + code, Optional.of(AGAIN));
    }

    private Optional<Taken> taken(Key key) throws InterruptedException {
        Optional<Taken> known = recall(key);
        if (known.isPresent()) {
            return known;
        }
        if (locks.size() >= MOST) {
            locks.clear();
        }
        ReentrantLock lock = locks.computeIfAbsent(key, missing -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            known = recall(key);
            if (known.isEmpty()) {
                known = find(key);
                known.ifPresent(taken -> remember(key, taken));
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Taken> recall(Key key) {
        return Optional.ofNullable(remembered.get(key))
                .filter(one -> System.nanoTime() - one.nanos() < FRESH_NANOS)
                .map(Remembered::taken);
    }

    private void remember(Key key, Taken taken) {
        if (remembered.size() >= MOST) {
            remembered.clear();
        }
        remembered.put(key, new Remembered(taken, System.nanoTime()));
    }

    private Optional<Taken> find(Key key) throws InterruptedException {
        Optional<MediaFile> found = rows.find(key.ownerId(), key.id());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        MediaFile file = found.get();
        Optional<SessionUploads.Desk> desk = uploads.of(key.ownerId(), key.sessionPk());
        Media.Source source = desk.isPresent()
                ? new Media.Source.Uploaded(handOver(file, key.sessionPk(), desk.get()))
                : new Media.Source.Given(file.mediaType(), () -> rows.bytes(file));
        return Optional.of(new Taken(source, file.fileName()));
    }

    private String handOver(MediaFile file, long sessionPk, SessionUploads.Desk desk) throws InterruptedException {
        Instant now = clock.instant();
        Optional<String> before = rows.handedOver(file.pk(), sessionPk, desk.account(), now.minus(HOLDS));
        if (before.isPresent()) {
            return before.get();
        }
        inMemory.acquire();
        try {
            String engineId = desk.upload(file.fileName(), file.mediaType(), rows.bytes(file));
            rows.handOver(file.pk(), sessionPk, desk.account(), engineId, now);
            return engineId;
        } finally {
            inMemory.release();
        }
    }
}
