package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Credentials;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.session.JournalEntry.KeyChange;
import io.staffetta.server.session.JournalEntry.Outcome;
import io.staffetta.server.session.JournalEntry.Owned;
import io.staffetta.server.session.Session.NumberRestriction;
import io.staffetta.server.storage.SqlFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.springframework.dao.DataAccessException;

/** Writes what became of a session, as long as this node owns it and however long the database takes. */
final class StateWriter {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final StateJournal journal;
    private final CredentialStore credentials;
    private final NodeLease lease;
    private final Clock clock;
    private final SecondStore second;

    StateWriter(StateJournal journal, CredentialStore credentials, NodeLease lease, Clock clock, SecondStore second) {
        this.journal = journal;
        this.credentials = credentials;
        this.lease = lease;
        this.clock = clock;
        this.second = second;
    }

    /**
     * Keeps these credentials; false if the session is not ours any more. What it throws means that they cannot be kept.
     */
    boolean keep(LiveSession live, Credentials fresh) {
        return write(new JournalEntry.Keep(live.owned(), credentials.seal(live.session, fresh), clock.instant()))
                .isPresent();
    }

    /** Forgets the credentials; false if the session is not ours any more. */
    boolean forget(LiveSession live) {
        return write(new JournalEntry.Forget(live.owned())).isPresent();
    }

    /** Changes these of its keys; false if the session is not ours any more. */
    boolean keepKeys(Owned owned, List<KeyChange> changes) {
        return write(new JournalEntry.KeepKeys(owned, changes)).isPresent();
    }

    /** Forgets all its keys; false if the session is not ours any more. */
    boolean forgetKeys(Owned owned) {
        return write(new JournalEntry.ForgetKeys(owned)).isPresent();
    }

    /** Writes the session as observed now and answers it as written; empty if it is not ours any more. */
    Optional<Session> move(LiveSession live, Session before, Session after) {
        SessionState state = after.condition().state();
        boolean changed = state != before.condition().state();
        Long phone = after.account().phone();
        boolean newNumber = phone != null && !phone.equals(before.account().phone());
        Map<String, ?> facts = newNumber && before.account().phone() != null ? Map.of("numberChanged", true) : Map.of();
        return write(new JournalEntry.Move(
                        live.owned(),
                        after.condition(),
                        after.account(),
                        after.restriction(),
                        changed && state == SessionState.READY,
                        newNumber && before.account().phone() == null,
                        facts,
                        clock.instant()))
                .map(written -> numbered(after, written.restrictionId()));
    }

    private static Session numbered(Session session, long restrictionId) {
        NumberRestriction held = session.restriction();
        return held == null || held.id() == restrictionId
                ? session
                : session.observed(
                        session.condition(),
                        session.account(),
                        new NumberRestriction(restrictionId, held.until(), held.kind()));
    }

    private Optional<Outcome.Written> write(JournalEntry entry) {
        while (!lease.over()) {
            try {
                return switch (journal.write(entry)) {
                    case Outcome.Written written -> {
                        if (!(entry instanceof JournalEntry.KeepKeys)) {
                            second.changed(entry.of().sessionPk());
                        }
                        yield Optional.of(written);
                    }
                    case Outcome.Fenced _ -> Optional.empty();
                };
            } catch (DataAccessException | Problem e) {
                if (!(e instanceof Problem) && !SqlFailure.passes(e)) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        return Optional.empty();
    }
}
