package io.staffetta.core.simulation;

import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.session.ReconnectBackoff;
import io.staffetta.core.session.SessionState;
import java.time.ZoneId;

/** A session's row, and its account on the other side. */
final class Session {

    static final ZoneId ZONE = ZoneId.of("Europe/Rome");

    final int id;
    /** The phone number it sends from, which another session may have had before. */
    final int number;

    final int perHour;
    final int perDay;
    /** Whether ids can be chosen beforehand, and looked up. */
    final boolean presetIds;

    SessionState state = SessionState.INITIALIZING;
    ReconnectBackoff backoff = ReconnectBackoff.FRESH;
    int owner;
    long ownerEpoch = 1;
    int connection;
    int restriction;
    boolean restricted;
    boolean banned;
    boolean linked = true;

    Session(int id, int number, int perHour, int perDay, boolean presetIds) {
        this.id = id;
        this.number = number;
        this.perHour = perHour;
        this.perDay = perDay;
        this.presetIds = presetIds;
    }

    NumberLimits limits() {
        return new NumberLimits(perHour, perDay, ZONE);
    }

    /** Whether this other session is linked to the same number, too. */
    boolean shares(Session with) {
        return this != with && number == with.number && state != SessionState.LOGGED_OUT;
    }

    @Override
    public String toString() {
        return "session " + id + " " + state;
    }
}
