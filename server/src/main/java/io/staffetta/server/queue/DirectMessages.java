package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Idempotency;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.queue.DirectLanes.DirectLane;
import io.staffetta.server.storage.GroupCommit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Accepts messages for a session, outside of any campaign. Many threads' messages share a commit; an answer means that
 * the message is on disk. A session that is not ready accepts and holds them.
 */
@Component
public class DirectMessages implements AutoCloseable {

    private static final int PER_COMMIT = 512;
    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final Set<Problem.Kind> MEMORY_MAY_MISLEAD =
            EnumSet.of(Problem.Kind.NOT_FOUND, Problem.Kind.INVALID);
    private static final Pattern STORED_ID = Pattern.compile("\"id\":(\\d+)");

    private final DirectLanes lanes;
    private final HiddenPhones hidden;
    private final LaneRoom room;
    private final MessageIds ids;
    private final Idempotency idempotency;
    private final BusinessTime time;
    private final LaneHint hint;
    private final ContentCheck check;
    private final GroupCommit<Enqueuing.Item, Enqueuing.Answer> writer;

    DirectMessages(
            DataSource dataSource,
            DirectLanes lanes,
            HiddenPhones hidden,
            LaneRoom room,
            MessageIds ids,
            Idempotency idempotency,
            BusinessTime time,
            Clock clock,
            LaneHint hint,
            ContentCheck check,
            GroupCommit.Watch watch) {
        this.lanes = lanes;
        this.hidden = hidden;
        this.room = room;
        this.ids = ids;
        this.idempotency = idempotency;
        this.time = time;
        this.hint = hint;
        this.check = check;
        this.writer = new GroupCommit<>(
                "direct-messages",
                dataSource,
                GroupCommit.Settings.standard().withMaxBatch(PER_COMMIT).withLostCommit(GroupCommit.LostCommit.REPEAT),
                new Enqueuing(clock)::write,
                watch);
    }

    /**
     * Queues a message.
     *
     * @param key under which a repeated request gets the first one's answer, or null
     * @throws Problem {@code session_not_found}, {@code invalid_number}, {@code opted_out}, {@code send_at_too_far},
     *     {@code queue_full}, {@code idempotency_mismatch}, and what the {@link ContentCheck} refuses
     */
    public Accepted enqueue(DirectMessage message, @Nullable IdempotencyKey key) {
        Optional<Accepted> before = key == null ? Optional.empty() : before(key);
        return before.orElseGet(() -> queue(message, key));
    }

    /** What a remembered lane was refused is tried again on the one that is there now. */
    private Accepted queue(DirectMessage message, @Nullable IdempotencyKey key) {
        DirectLane remembered = lanes.of(message.ownerId(), message.sessionId());
        try {
            return queue(message, key, remembered);
        } catch (Problem refused) {
            if (!MEMORY_MAY_MISLEAD.contains(refused.kind())) {
                throw refused;
            }
            lanes.forget(message.ownerId(), message.sessionId());
            DirectLane there = lanes.of(message.ownerId(), message.sessionId());
            if (there.equals(remembered)) {
                throw refused;
            }
            return queue(message, key, there);
        }
    }

    private Accepted queue(DirectMessage message, @Nullable IdempotencyKey key, DirectLane lane) {
        String to = hidden.shown(message.ownerId(), message.to());
        long phone = PhoneNumber.parse(to, lane.country(), lane.simulated()).e164();
        Instant now = time.now(lane.simulated());
        Instant due = due(message, now);
        check.check(new ContentCheck.Outgoing(message, lane.sessionPk(), lane.engine(), phone, due));
        room.take(lane.id());
        boolean queued = false;
        try {
            Enqueuing.Answer answer = writer.submit(new Enqueuing.Item(
                    ids.next(),
                    lane,
                    message,
                    phone,
                    due,
                    due.isAfter(now),
                    message.ttl() == null ? null : due.plus(message.ttl()),
                    key));
            queued = answer instanceof Enqueuing.Answer.Queued;
            return accepted(answer, lane);
        } finally {
            if (!queued) {
                room.giveBack(lane.id());
            }
        }
    }

    private Accepted accepted(Enqueuing.Answer answer, DirectLane lane) {
        return switch (answer) {
            case Enqueuing.Answer.Queued queued -> {
                hint.changed(lane.id());
                yield new Accepted(queued.id(), lane.id(), false);
            }
            case Enqueuing.Answer.Before before -> new Accepted(storedId(before.response()), lane.id(), true);
            case Enqueuing.Answer.Refused refused -> throw refused.problem();
        };
    }

    /** What an earlier request with the same key was answered. */
    public Optional<Accepted> before(IdempotencyKey key) {
        return idempotency.find(key).map(answer -> new Accepted(storedId(answer.body()), 0, true));
    }

    private static Instant due(DirectMessage message, Instant now) {
        Instant wanted = message.sendAt();
        if (wanted == null || wanted.isBefore(now)) {
            return now;
        }
        if (wanted.isAfter(now.plus(FARTHEST))) {
            throw new Problem(
                    Problem.Kind.INVALID, "send_at_too_far", "A message can be scheduled up to a year ahead.");
        }
        return wanted;
    }

    private static long storedId(String response) {
        Matcher id = STORED_ID.matcher(response);
        if (!id.find()) {
            throw new IllegalStateException("a stored answer without an id");
        }
        return Long.parseLong(id.group(1));
    }

    /** The writer's counters, for metrics. */
    public GroupCommit<?, ?> writer() {
        return writer;
    }

    /** Writes what has been submitted and stops. */
    @Override
    public void close() {
        writer.close();
    }
}
