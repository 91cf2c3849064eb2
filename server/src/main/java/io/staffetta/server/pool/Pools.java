package io.staffetta.server.pool;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.Sessions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** The users' pools. A pool of another user is answered as one that does not exist. */
@Component
public class Pools {

    private static final Pattern NAME = Pattern.compile("[-_A-Za-z0-9]{1,54}");
    private static final int MOST_SESSIONS = 100;

    private final PoolStore store;
    private final Sessions sessions;
    private final TransactionOperations transactions;
    private final Audit audit;

    Pools(PoolStore store, Sessions sessions, TransactionOperations transactions, Audit audit) {
        this.store = store;
        this.sessions = sessions;
        this.transactions = transactions;
        this.audit = audit;
    }

    /**
     * The user's pool of this name.
     *
     * @throws Problem {@code pool_not_found}
     */
    public Pool require(long ownerId, String name) {
        return store.find(ownerId, name).orElseThrow(Pools::notFound);
    }

    /** A part of the user's pools, oldest first. */
    public List<Pool> list(long ownerId, OptionalLong after, int rows) {
        return store.list(ownerId, after.orElse(0), rows);
    }

    /**
     * Makes a pool of these sessions.
     *
     * @throws Problem {@code invalid_pool_name}, {@code pool_exists}, and as {@link #change}
     */
    public Pool create(Caller caller, String name, List<String> ids) {
        checkName(name);
        Map<Long, Session> members = members(caller.ownerId(), ids);
        boolean simulated = simulated(members);
        transactions.executeWithoutResult(_ -> {
            long pool = store.insert(caller.ownerId(), name, simulated).orElseThrow(() -> exists(name));
            store.members(caller.ownerId(), pool, simulated, members.keySet());
            audit.record(caller, "pool.create", "pool:" + name, Map.of("sessions", ids));
        });
        return require(caller.ownerId(), name);
    }

    /**
     * Changes what is not null. People who were written to from a session that stays go on being so.
     *
     * @throws Problem {@code pool_not_found}, {@code session_not_found}, {@code invalid_pool_sessions}, {@code pool_mixed}
     */
    public Pool change(Caller caller, String name, @Nullable String newName, @Nullable List<String> ids) {
        if (newName != null) {
            checkName(newName);
        }
        Pool pool = require(caller.ownerId(), name);
        Map<Long, Session> members = ids == null ? Map.of() : members(caller.ownerId(), ids);
        try {
            transactions.executeWithoutResult(_ -> {
                lock(pool);
                if (newName != null) {
                    store.rename(pool, newName);
                }
                if (ids != null) {
                    store.members(caller.ownerId(), pool.pk(), simulated(members), members.keySet());
                }
                audit.record(caller, "pool.change", "pool:" + name, facts(newName, ids));
            });
        } catch (DuplicateKeyException taken) {
            throw exists(String.valueOf(newName));
        }
        return require(caller.ownerId(), newName == null ? name : newName);
    }

    /**
     * Takes a pool apart; its sessions and what waits in them stay.
     *
     * @throws Problem {@code pool_not_found}
     */
    public void delete(Caller caller, String name) {
        Pool pool = require(caller.ownerId(), name);
        transactions.executeWithoutResult(_ -> {
            lock(pool);
            store.delete(pool);
            audit.record(caller, "pool.delete", "pool:" + name, Map.of());
        });
    }

    private void lock(Pool pool) {
        if (!store.lock(pool)) {
            throw notFound();
        }
    }

    private Map<Long, Session> members(long ownerId, List<String> ids) {
        if (ids.isEmpty() || ids.size() > MOST_SESSIONS) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_pool_sessions",
                    "A pool has 1 to " + MOST_SESSIONS + " sessions.",
                    Map.of("most", MOST_SESSIONS));
        }
        Map<Long, Session> members = new LinkedHashMap<>();
        for (String id : ids) {
            Session session = sessions.require(ownerId, id);
            members.put(session.pk(), session);
        }
        return members;
    }

    private static boolean simulated(Map<Long, Session> members) {
        List<Boolean> kinds = members.values().stream()
                .map(session -> session.engine().simulated())
                .distinct()
                .toList();
        if (kinds.size() > 1) {
            throw new Problem(Kind.CONFLICT, "pool_mixed", "Simulated and real numbers do not share a pool.");
        }
        return kinds.getFirst();
    }

    private static Map<String, Object> facts(@Nullable String newName, @Nullable List<String> ids) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (newName != null) {
            facts.put("name", newName);
        }
        if (ids != null) {
            facts.put("sessions", ids);
        }
        return facts;
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new Problem(
                    Kind.INVALID,
                    "invalid_pool_name",
                    "The name of a pool has 1 to 54 letters, digits, dashes and underscores.");
        }
    }

    private static Problem exists(String name) {
        return new Problem(
                Kind.CONFLICT, "pool_exists", "There is a pool \"" + name + "\" already.", Map.of("name", name));
    }

    static Problem notFound() {
        return new Problem(Kind.NOT_FOUND, "pool_not_found", "There is no such pool.");
    }
}
