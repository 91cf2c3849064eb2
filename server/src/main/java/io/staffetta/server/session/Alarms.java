package io.staffetta.server.session;

import io.staffetta.core.engine.Connection;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.session.ReconnectBackoff;
import io.staffetta.core.session.SessionState;
import io.staffetta.core.session.SessionTrigger.Timer;
import io.staffetta.server.session.Session.NumberRestriction;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What time does to sessions: reconnects, restrictions that end, silence. One look over those that wait, a rarer one over
 * all; no session has a timer of its own, and a clock that is set needs no care.
 */
final class Alarms {

    private final BusinessTime businessTime;
    private final Clock clock;
    private final BiConsumer<LiveSession, Timer> ring;
    private final Set<LiveSession> waiting = ConcurrentHashMap.newKeySet();

    /** Rings in the session's mailbox through {@code ring}, once until {@link #rung}. */
    Alarms(BusinessTime businessTime, Clock clock, BiConsumer<LiveSession, Timer> ring) {
        this.businessTime = businessTime;
        this.clock = clock;
        this.ring = ring;
    }

    /** Looks after this session if it waits for something. */
    void watch(LiveSession live) {
        if (live.waits() && !live.gone) {
            waiting.add(live);
        }
    }

    /** Forgets this session. */
    void forget(LiveSession live) {
        waiting.remove(live);
    }

    /** The session has dealt with the alarm. */
    void rung(LiveSession live) {
        live.timerRung = false;
    }

    /** Rings for those whose time has come. */
    void sweepWaiting() {
        if (waiting.isEmpty()) {
            return;
        }
        Instant real = clock.instant();
        Instant business = businessTime.now(false);
        Instant simulated = businessTime.now(true);
        for (LiveSession live : List.copyOf(waiting)) {
            if (!live.waits()) {
                waiting.remove(live);
                watch(live);
            } else {
                due(live, real, live.simulated() ? simulated : business).ifPresent(timer -> ring(live, timer));
            }
        }
    }

    /** Rings for those whose other side has been silent for too long. */
    void sweepSilent(Collection<LiveSession> all) {
        Instant now = clock.instant();
        for (LiveSession live : all) {
            Connection connection = live.connection;
            Instant sign = connection == null ? null : lastSign(live, connection);
            if (connection != null && sign != null && sign.isBefore(now.minus(connection.longestSilence()))) {
                ring(live, Timer.NO_PROOF_OF_LIFE);
            }
        }
    }

    private void ring(LiveSession live, Timer timer) {
        if (!live.timerRung) {
            live.timerRung = true;
            ring.accept(live, timer);
        }
    }

    private static Optional<Timer> due(LiveSession live, Instant real, Instant business) {
        Instant reconnectAt = live.reconnectAt;
        if (reconnectAt != null && !ahead(reconnectAt, business)) {
            return Optional.of(Timer.RECONNECT_DUE);
        }
        NumberRestriction held = live.session.restriction();
        return held != null && !real.isBefore(held.until()) ? Optional.of(Timer.RESTRICTION_OVER) : Optional.empty();
    }

    /** Whether it is worth waiting for: what lies further ahead was said by a clock that was set back since. */
    private static boolean ahead(Instant reconnectAt, Instant business) {
        return business.isBefore(reconnectAt) && !reconnectAt.isAfter(business.plus(ReconnectBackoff.LONGEST));
    }

    /** The last proof of life, or of an attempt to get one; null where none is expected. */
    private static @Nullable Instant lastSign(LiveSession live, Connection connection) {
        SessionState state = live.state();
        if (state.atRest() || state == SessionState.QR_GENERATED) {
            return null;
        }
        Instant proof = connection.lastProofOfLife();
        return state.up() || proof.isAfter(live.connectingSince) ? proof : live.connectingSince;
    }
}
