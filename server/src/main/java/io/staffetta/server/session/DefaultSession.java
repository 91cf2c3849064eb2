package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.core.session.SessionState;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.access.SetUpDone;
import io.staffetta.server.access.UserProfile;
import io.staffetta.server.access.Users;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The session that is there without anybody making it. It belongs to the user made at set-up, and is begun after set-up
 * and at every start, unless its user stopped it or {@code START_DEFAULT_SESSION=false}: then it rests.
 */
@Component
public class DefaultSession implements DisposableBean {

    /** Its id. */
    public static final String ID = "zapnode-session";

    /** Its other name, where a door knows one. */
    public static final String ALIAS = "default";

    /** What it says it was made by. */
    static final String MADE_BY = "default";

    private static final Logger log = LoggerFactory.getLogger(DefaultSession.class);
    private static final String ACTOR = "system:default-session";
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int ATTEMPTS = 120;

    private final Sessions sessions;
    private final SessionControl control;
    private final Users users;
    private final Audit audit;
    private final boolean wanted;
    private final String engine;
    private final CountDownLatch ended = new CountDownLatch(1);

    DefaultSession(
            Sessions sessions,
            SessionControl control,
            Users users,
            Audit audit,
            @Value("${START_DEFAULT_SESSION:}") @Nullable Boolean wanted,
            @Value("${staffetta.default-engine:simulator}") String engine) {
        this.sessions = sessions;
        this.control = control;
        this.users = users;
        this.audit = audit;
        this.wanted = wanted == null || wanted;
        this.engine = engine;
    }

    /** The id that is meant by an id or the alias. */
    public static String resolve(String idOrAlias) {
        return idOrAlias.equals(ALIAS) ? ID : idOrAlias;
    }

    @EventListener(ApplicationReadyEvent.class)
    void atStart() {
        begin(() -> users.administrator().map(UserProfile::id));
    }

    @EventListener
    void afterSetUp(SetUpDone done) {
        begin(() -> Optional.of(done.ownerId()));
    }

    private interface Owner {
        Optional<Long> find();
    }

    /** On a thread of its own: a node that is not ready yet, or a database that is away, is waited for. */
    private void begin(Owner owner) {
        Thread.ofVirtual().name("default-session").start(() -> {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (settled(owner) || over()) {
                    return;
                }
            }
            log.warn("the session {} could not be brought up", ID);
        });
    }

    private boolean settled(Owner owner) {
        try {
            owner.find().ifPresent(this::settle);
            return true;
        } catch (DataAccessException e) {
            return false;
        } catch (Problem e) {
            if (e.kind() == Problem.Kind.UNAVAILABLE) {
                return false;
            }
            log.warn("the session {} is not begun: {}", ID, e.getMessage());
            return true;
        }
    }

    private void settle(long ownerId) {
        Caller caller = new Caller(ownerId, ACTOR, Set.of(Scope.MANAGE));
        Optional<Session> there = sessions.find(ownerId, ID);
        if (there.isEmpty()) {
            if (wanted) {
                sessions.create(caller, new NewSession(ID, null, engine, Map.of(), MADE_BY));
            }
            return;
        }
        Session session = there.get();
        if (wanted && toBeStarted(session)) {
            control.start(caller, ID);
        } else if (!wanted && session.wanted() && ours(session)) {
            control.stop(caller, ID);
        }
    }

    /** Logged out, it is paired anew. Stopped, it stays so, unless it was not its user who stopped it. */
    private boolean toBeStarted(Session session) {
        return session.wanted()
                ? session.condition().state() == SessionState.LOGGED_OUT
                : audit.lastActor(session.ownerId(), "session.stop", "session:" + ID)
                        .filter(ACTOR::equals)
                        .isPresent();
    }

    private boolean ours(Session session) {
        SessionOrigin origin =
                sessions.origins(session.ownerId(), Set.of(session.pk())).get(session.pk());
        return origin != null && origin.madeBy().equals(MADE_BY);
    }

    private boolean over() {
        try {
            return ended.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void destroy() {
        ended.countDown();
    }
}
