package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.access.Caller;
import io.staffetta.simulator.world.Behaviour;
import io.staffetta.simulator.world.BehaviourChange;
import io.staffetta.simulator.world.LedgerEntry;
import io.staffetta.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The remote control of the simulated WhatsApp: what phones and people there do to a user's sessions. All refuse sessions
 * of other engines with {@code not_simulated}. Thread-safe.
 */
public final class SimulatorRemote {

    private static final Duration USUAL_RESTRICTION = Duration.ofDays(1);
    private static final int PAGE = 10_000;

    private final Sessions sessions;
    private final SimulatedTime time;
    private final World world;

    SimulatorRemote(Sessions sessions, SimulatedTime time, World world) {
        this.sessions = sessions;
        this.time = time;
        this.world = world;
    }

    /**
     * One message that really arrived.
     *
     * @param sessionId the user's id of the session it came from
     * @param repeat whether a message with its id had arrived before
     */
    public record Arrival(
            long seq,
            Instant at,
            String sessionId,
            String from,
            String to,
            String text,
            String messageId,
            boolean repeat) {}

    /**
     * The phone accepts the code on show.
     *
     * @param number any possible number as a person writes it; null for the one this session always gets
     * @return the number it is linked with now
     */
    public PhoneNumber scan(Caller caller, String id, @Nullable String number) {
        Session session = simulated(caller, id);
        String key = session.engineKey();
        return new PhoneNumber(number == null ? world.scan(key) : world.scan(key, phone(session, number)));
    }

    /** The connection breaks; the link stands. */
    public void drop(Caller caller, String id, @Nullable String reason) {
        world.drop(simulated(caller, id).engineKey(), reason == null ? "dropped" : reason);
    }

    /** The person unlinks the session on the phone. */
    public void logOut(Caller caller, String id) {
        world.logOut(simulated(caller, id).engineKey());
    }

    /** The number is closed for good. */
    public void ban(Caller caller, String id, @Nullable String reason) {
        world.ban(simulated(caller, id).engineKey(), reason == null ? "banned" : reason);
    }

    /**
     * The number may not open new chats for a while.
     *
     * @param until in the simulator's time; or {@code lasting}; a day if neither is given
     */
    public void restrict(
            Caller caller, String id, @Nullable Instant until, @Nullable Duration lasting, @Nullable String kind) {
        Session session = simulated(caller, id);
        Duration length = lasting == null ? USUAL_RESTRICTION : lasting;
        Instant end = until == null ? time.reading().now().plus(length) : until;
        world.restrict(session.engineKey(), end, kind == null ? "new_chats" : kind);
    }

    /** The restriction ends now. */
    public void unrestrict(Caller caller, String id) {
        world.unrestrict(simulated(caller, id).engineKey());
    }

    /** A person writes to the number; answers the id of the message. */
    public String say(Caller caller, String id, String from, String text) {
        Session session = simulated(caller, id);
        return world.say(session.engineKey(), phone(session, from), text);
    }

    /** How the number and the people it writes to behave. */
    public Behaviour behaviour(Caller caller, String id) {
        return world.behaviour(simulated(caller, id).engineKey());
    }

    /** Changes that from the next message on, and answers the result. */
    public Behaviour behave(Caller caller, String id, BehaviourChange change) {
        return world.behave(simulated(caller, id).engineKey(), change);
    }

    /**
     * What really arrived from the user's sessions, oldest first; empty only at the end.
     *
     * @param after the sequence number to go on after
     */
    public List<Arrival> ledger(long ownerId, long after, int limit) {
        List<Arrival> arrivals = new ArrayList<>();
        long from = after;
        while (arrivals.size() < limit) {
            List<LedgerEntry> page = world.ledger(from, PAGE);
            if (page.isEmpty()) {
                break;
            }
            Map<Long, String> ids = idsIn(ownerId, page);
            page.stream()
                    .flatMap(entry -> arrival(ids, entry).stream())
                    .limit(limit - arrivals.size())
                    .forEach(arrivals::add);
            from = page.getLast().seq();
        }
        return arrivals;
    }

    private Map<Long, String> idsIn(long ownerId, List<LedgerEntry> page) {
        return sessions.ids(
                ownerId,
                page.stream()
                        .map(LedgerEntry::sessionKey)
                        .distinct()
                        .map(Session::pkOf)
                        .filter(OptionalLong::isPresent)
                        .map(OptionalLong::getAsLong)
                        .collect(Collectors.toSet()));
    }

    private static Optional<Arrival> arrival(Map<Long, String> ids, LedgerEntry entry) {
        OptionalLong pk = Session.pkOf(entry.sessionKey());
        String id = pk.isPresent() ? ids.get(pk.getAsLong()) : null;
        return id == null
                ? Optional.empty()
                : Optional.of(new Arrival(
                        entry.seq(),
                        entry.at(),
                        id,
                        new PhoneNumber(entry.from()).plus(),
                        new PhoneNumber(entry.to()).plus(),
                        entry.text(),
                        entry.messageId(),
                        entry.repeat()));
    }

    private Session simulated(Caller caller, String id) {
        Session session = sessions.require(caller.ownerId(), id);
        if (!session.engine().simulated()) {
            throw new Problem(
                    Kind.CONFLICT, "not_simulated", "This is a real number: the simulator has no say over it.");
        }
        return session;
    }

    private static long phone(Session session, String written) {
        return PhoneNumber.parse(written, session.preferences().country(), true).e164();
    }
}
