package io.staffetta.server.web.doors;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.IdempotencyKey;
import io.staffetta.server.pool.PoolSenders;
import io.staffetta.server.queue.Accepted;
import io.staffetta.server.queue.DirectMessage;
import io.staffetta.server.queue.DirectMessages;
import io.staffetta.server.session.DefaultSession;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.Sessions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Takes direct messages through the doors that name a session in the path or in the body. */
@Component
public class DoorMessages {

    private final Sessions sessions;
    private final PoolSenders senders;
    private final DirectMessages direct;

    DoorMessages(Sessions sessions, PoolSenders senders, DirectMessages direct) {
        this.sessions = sessions;
        this.senders = senders;
        this.direct = direct;
    }

    /**
     * A message that is in the queue.
     *
     * @param to E.164 digits without a plus
     * @param repeated whether an earlier request with the same key brought it
     */
    public record Taken(long id, String sessionId, String to, boolean repeated) {

        /** Leaves the recipient out. */
        @Override
        public String toString() {
            return "Taken[" + id + "]";
        }
    }

    /**
     * Who sends, and to whom.
     *
     * @param to as it was written, or as a pool read it: its numbers may be of several countries
     */
    public record Addressed(Session sender, String to) {

        /** Leaves the recipient out. */
        @Override
        public String toString() {
            return "Addressed[" + sender.id() + "]";
        }
    }

    /**
     * The session that sends to this number, and the number.
     *
     * @param name the id of a session, {@code default}, or {@code pool:<name>}
     * @throws Problem {@code session_not_found}, {@code pool_not_found} and whatever a pool refuses
     */
    public Addressed address(Caller caller, String name, String to) {
        PoolSenders.Way way = senders.way(caller.ownerId(), DefaultSession.resolve(name), to);
        return new Addressed(sessions.require(caller.ownerId(), way.sessionId()), way.to());
    }

    /** Whether an earlier request with this key brought a message. */
    public boolean repeats(IdempotencyKey key) {
        return direct.before(key).isPresent();
    }

    /**
     * Refuses to go on unless the session can send now.
     *
     * @throws Problem {@code session_not_ready}
     */
    public static void requireReady(Session session) {
        if (!session.condition().state().up()) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "session_not_ready",
                    "Session not ready",
                    Map.of("status", session.condition().state().code()));
        }
    }

    /**
     * Puts a message into the queue; it is on disk when this answers.
     *
     * @param key under which the same request counts once, or null
     */
    public Taken take(Session session, String to, String text, @Nullable IdempotencyKey key) {
        PhoneNumber phone = PhoneNumber.parse(
                to, session.preferences().country(), session.engine().simulated());
        Accepted accepted = direct.enqueue(DirectMessage.of(session.ownerId(), session.id(), phone.plus(), text), key);
        return new Taken(accepted.id(), session.id(), Long.toString(phone.e164()), accepted.repeated());
    }

    /**
     * A field that a body must have.
     *
     * @throws Problem {@code invalid_field} if it has not
     */
    public static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "invalid_field",
                    "Not valid: " + field,
                    Map.of("fields", Map.of(field, "must not be empty")));
        }
        return value;
    }
}
