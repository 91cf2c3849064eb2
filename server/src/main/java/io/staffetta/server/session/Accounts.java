package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Picture;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.session.AccountRows.Kept;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The WhatsApp accounts behind sessions. What engines know of them is looked up in the background and kept for ten
 * minutes; asking here never waits for an engine. Thread-safe.
 */
public final class Accounts {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int LONGEST_PROVIDER = 60;
    private static final Set<String> PLANS = Set.of("Prepaid", "Postpaid");

    private final Sessions sessions;
    private final Supervisor supervisor;
    private final AccountRows rows;
    private final AccountLookUps lookUps;
    private final Audit audit;
    private final Clock clock;

    Accounts(
            Sessions sessions,
            Supervisor supervisor,
            AccountRows rows,
            AccountLookUps lookUps,
            Audit audit,
            Clock clock) {
        this.sessions = sessions;
        this.supervisor = supervisor;
        this.rows = rows;
        this.lookUps = lookUps;
        this.audit = audit;
        this.clock = clock;
    }

    /** The accounts of these sessions, by the sessions' keys; those that are not the user's are absent. */
    public Map<Long, Account> of(long ownerId, Collection<Long> sessionPks) {
        Map<Long, Account> accounts = new HashMap<>();
        for (Kept kept : rows.of(ownerId, sessionPks)) {
            refresh(kept.sessionPk(), kept.account().state().up(), kept.lookedAt());
            accounts.put(kept.sessionPk(), alive(kept));
        }
        return accounts;
    }

    /** The same for lists, without the pictures themselves, by the sessions' keys. */
    public Map<Long, AccountGlance> glances(Collection<Session> known) {
        Map<Long, AccountGlance> glances = new HashMap<>();
        for (AccountRows.Glimpsed one :
                rows.glimpse(known.stream().map(Session::pk).toList())) {
            refresh(one.sessionPk(), one.up(), one.lookedAt());
            AccountGlance glance = one.glance();
            Instant seen = proofOfLife(one.sessionPk()).orElse(glance.lastSeen());
            glances.put(one.sessionPk(), new AccountGlance(glance.picturedAt(), seen, glance.operator()));
        }
        return glances;
    }

    /**
     * The picture that the account behind a session shows of itself, as last looked up.
     *
     * @throws Problem {@code session_not_found}; {@code picture_not_found} if it shows none
     */
    public Picture picture(long ownerId, String sessionId) {
        Session session = sessions.require(ownerId, sessionId);
        return Optional.ofNullable(of(ownerId, List.of(session.pk())).get(session.pk()))
                .map(Account::picture)
                .flatMap(Picture::read)
                .orElseThrow(() ->
                        new Problem(Kind.NOT_FOUND, "picture_not_found", "This session's account shows no picture."));
    }

    /**
     * Says which operator a session's number belongs to, and on which plan.
     *
     * @param provider any name of at most 60 characters; null to go by the number
     * @param plan {@code Prepaid} or {@code Postpaid}; null for unknown
     * @throws Problem {@code session_not_found} or {@code invalid_operator}
     */
    public Account setOperator(Caller caller, String sessionId, @Nullable String provider, @Nullable String plan) {
        Session session = sessions.require(caller.ownerId(), sessionId);
        boolean wrongProvider = provider != null && (provider.isBlank() || provider.length() > LONGEST_PROVIDER);
        if (wrongProvider || (plan != null && !PLANS.contains(plan))) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_operator",
                    "A provider has 1 to 60 characters, and a plan is Prepaid or Postpaid.",
                    Map.of("longest", LONGEST_PROVIDER));
        }
        rows.say(session.pk(), provider, plan);
        audit.record(caller, "session.operator", "session:" + session.id(), Map.of());
        Account account = of(caller.ownerId(), List.of(session.pk())).get(session.pk());
        if (account == null) {
            throw Sessions.notFound();
        }
        return account;
    }

    private void refresh(long sessionPk, boolean up, @Nullable Instant lookedAt) {
        boolean old = lookedAt == null || lookedAt.plus(KEPT).isBefore(clock.instant());
        if (old && up) {
            lookUps.ask(sessionPk);
        }
    }

    /** The last sign of life of a connection that is open here. */
    private Optional<Instant> proofOfLife(long sessionPk) {
        return supervisor
                .find(sessionPk)
                .filter(live -> live.state().up())
                .map(live -> live.connection)
                .map(Connection::lastProofOfLife);
    }

    /** With the last sign of life of a connection that is open here. */
    private Account alive(Kept kept) {
        Account account = kept.account();
        return proofOfLife(kept.sessionPk())
                .map(at -> new Account(
                        account.sessionId(),
                        account.name(),
                        account.phone(),
                        account.state(),
                        account.quality(),
                        account.picture(),
                        at,
                        account.operator()))
                .orElse(account);
    }
}
