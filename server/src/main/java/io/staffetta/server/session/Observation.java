package io.staffetta.server.session;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.NumberQuality;
import io.staffetta.core.session.Restriction;
import io.staffetta.core.session.SessionMachine;
import io.staffetta.core.session.SessionStep;
import io.staffetta.core.session.SessionTrigger;
import io.staffetta.core.session.SessionTrigger.Said;
import io.staffetta.core.session.SessionTrigger.Timer;
import io.staffetta.server.session.Session.Account;
import io.staffetta.server.session.Session.Condition;
import io.staffetta.server.session.Session.NumberRestriction;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a trigger makes of a session, before anything is done about it. Takes nothing from an engine at face value:
 * impossible numbers are ignored, texts are cut and cleaned.
 *
 * @param session as it is observed now; the same one if nothing changed
 * @param action what is to be done about the connection
 */
record Observation(Session session, SessionStep.Action action) {

    private static final int LONGEST_TEXT = 200;
    private static final long SMALLEST_PHONE = 1_000_000;
    private static final long LARGEST_PHONE = 999_999_999_999_999L;

    static Observation of(Session before, SessionTrigger trigger, Instant now) {
        NumberRestriction restriction = restriction(before.restriction(), trigger, now);
        boolean restricted = restriction != null && holds(restriction, now);
        SessionStep step = SessionMachine.next(before.condition().state(), restricted, trigger);
        Condition condition = step.state() == before.condition().state()
                ? before.condition()
                : new Condition(
                        step.state(),
                        step.reason(),
                        step.detail().map(Observation::clean).orElse(null),
                        now);
        Account account = condition.state().up() ? account(before.account(), trigger) : before.account();
        return new Observation(before.observed(condition, account, restriction), step.action());
    }

    private static @Nullable NumberRestriction restriction(
            @Nullable NumberRestriction before, SessionTrigger trigger, Instant now) {
        if (trigger instanceof Said(EngineEvent.Restricted(Instant until, String kind))) {
            // A restriction that is prolonged stays the same one: who waits for its end goes on waiting.
            long id = before != null && holds(before, now) ? before.id() : 0;
            return new NumberRestriction(id, until, clean(kind));
        }
        boolean ended = trigger instanceof Said(EngineEvent.Unrestricted _) || trigger == Timer.RESTRICTION_OVER;
        return ended ? null : before;
    }

    private static boolean holds(NumberRestriction restriction, Instant now) {
        return new Restriction(restriction.until(), restriction.kind()).holdsAt(now);
    }

    private static Account account(Account before, SessionTrigger trigger) {
        if (trigger instanceof Said(EngineEvent.Rated(NumberQuality quality))) {
            return new Account(before.phone(), before.displayName(), quality);
        }
        if (!(trigger instanceof Said(EngineEvent.Ready ready))) {
            return before;
        }
        long said = ready.phone().orElse(0);
        boolean plausible = said >= SMALLEST_PHONE && said <= LARGEST_PHONE;
        Long phone = plausible ? Long.valueOf(said) : before.phone();
        return new Account(
                phone,
                ready.displayName().map(Observation::clean).orElse(before.displayName()),
                Objects.equals(phone, before.phone()) ? before.quality() : null);
    }

    private static String clean(String text) {
        String shown = text.codePoints()
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .limit(LONGEST_TEXT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown.strip();
    }
}
