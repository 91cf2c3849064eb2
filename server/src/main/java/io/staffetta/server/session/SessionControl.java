package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.session.SessionTrigger.Command;
import io.staffetta.server.access.Caller;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.Event;
import io.staffetta.server.session.Sessions.Records;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Switches sessions on and off and links them to phones. Commands answer when they are carried out as far as this side
 * goes; the rest shows in the state. Thread-safe.
 */
public final class SessionControl {

    private final Sessions sessions;
    private final SessionStore store;
    private final Reach reach;
    private final Records records;
    private final SecondStore second;
    private final Dispatcher dispatcher;

    SessionControl(
            Sessions sessions,
            SessionStore store,
            Reach reach,
            Records records,
            SecondStore second,
            Dispatcher dispatcher) {
        this.sessions = sessions;
        this.store = store;
        this.reach = reach;
        this.records = records;
        this.second = second;
        this.dispatcher = dispatcher;
    }

    /** Wants the session on: connects it, pairs it if it has no link. Changes nothing if that is so already. */
    public Session start(Caller caller, String id) {
        return command(caller, id, Command.START);
    }

    /** Wants the session off; its link stands. */
    public Session stop(Caller caller, String id) {
        return command(caller, id, Command.STOP);
    }

    /** Wants the session on and connects it anew. */
    public Session restart(Caller caller, String id) {
        return command(caller, id, Command.RESTART);
    }

    /** Asks for a new code while pairing; wants the session on otherwise. */
    public Session refresh(Caller caller, String id) {
        return command(caller, id, Command.REFRESH);
    }

    /** Gives the link up, on the phone too; only a new pairing brings the session back. */
    public Session logOut(Caller caller, String id) {
        return command(caller, id, Command.LOG_OUT);
    }

    /**
     * Lets a session's direct messages go that are held since a backup was restored.
     *
     * @throws Problem {@code session_not_found}, {@code nothing_held}
     */
    public Session release(Caller caller, String id) {
        Session session = sessions.require(caller.ownerId(), id);
        long lane = records.lanes().directOf(session.pk());
        records.transaction().executeWithoutResult(status -> {
            if (!records.lanes().open(lane)) {
                throw new Problem(
                        Kind.CONFLICT,
                        "nothing_held",
                        "No direct messages of this session are held.",
                        Map.of("id", id));
            }
            Instant now = records.clock().instant();
            records.events().append(Event.session(now, caller.ownerId(), session.pk(), "released", null, null));
            records.note(caller, session, "release", Map.of());
        });
        dispatcher.laneChanged(lane);
        return session;
    }

    private Session command(Caller caller, String id, Command command) {
        Session session = sessions.require(caller.ownerId(), id);
        reach.requireReachable(session);
        records.transaction().executeWithoutResult(status -> {
            store.want(session, command != Command.STOP, records.clock().instant());
            records.note(caller, session, command.name().toLowerCase(Locale.ROOT), Map.of());
        });
        reach.order(session, command);
        return sessions.require(caller.ownerId(), id);
    }

    /** What the node that owns the session knows of it; nothing if no node answers in time. */
    public Standing standing(Session session) {
        return standings(List.of(session)).getOrDefault(session.pk(), Standing.UNKNOWN);
    }

    /** The same for several, by their keys; those are missing that no node answers for. */
    public Map<Long, Standing> standings(Collection<Session> all) {
        return reach.standings(all);
    }

    /** The QR code to scan, if there is one now. Changes nothing. */
    public Optional<PairingCode> qr(Session session) {
        return Optional.ofNullable(standing(session).qr());
    }

    /**
     * Asks for a code to type on the phone with this number.
     *
     * @param phone E.164 digits without a plus
     * @throws Problem {@code session_not_found}, {@code not_pairing} unless the session waits to be linked,
     *     {@code no_pairing_code} if the engine gave none in time
     */
    public PairingCode pairingCode(Caller caller, String id, long phone) {
        return reach.pairingCode(sessions.require(caller.ownerId(), id), phone);
    }

    /** How the store of sessions and credentials stands that is written beside the database. */
    public StoreStanding storeStanding() {
        return second.standing();
    }
}
