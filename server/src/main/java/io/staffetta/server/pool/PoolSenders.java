package io.staffetta.server.pool;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.pool.PoolChoice;
import io.staffetta.core.pool.PoolMember;
import io.staffetta.server.access.UserProfile;
import io.staffetta.server.access.Users;
import io.staffetta.server.queue.Lanes;
import io.staffetta.server.queue.Suppression;
import io.staffetta.server.session.Session;
import io.staffetta.server.session.Session.Limits;
import io.staffetta.server.session.Sessions;
import io.staffetta.server.session.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * Says which session a direct message goes out from, where a pool is named instead of one: {@code pool:<name>}. The choice
 * is on disk before the message is, so that a person goes on hearing from one number.
 */
@Component
public class PoolSenders {

    private static final String PREFIX = "pool:";
    private static final Usage NONE = new Usage(0, 0);

    private final Pools pools;
    private final PoolStore store;
    private final Sessions sessions;
    private final Users users;
    private final Lanes lanes;
    private final Suppression suppression;
    private final RandomGenerator random;

    PoolSenders(
            Pools pools,
            PoolStore store,
            Sessions sessions,
            Users users,
            Lanes lanes,
            Suppression suppression,
            RandomGenerator random) {
        this.pools = pools;
        this.store = store;
        this.sessions = sessions;
        this.users = users;
        this.lanes = lanes;
        this.suppression = suppression;
        this.random = random;
    }

    /**
     * From whom a message goes to whom.
     *
     * @param to for a session as it was written; for a pool as its owner writes numbers, with a plus: the session that was
     *     chosen may be of another country, and the choice is remembered for this number
     */
    public record Way(String sessionId, String to) {

        /** Leaves the recipient out. */
        @Override
        public String toString() {
            return "Way[" + sessionId + "]";
        }
    }

    /**
     * The session that writes to this number.
     *
     * @param sessionOrPool the id of a session, which is answered as it is, or {@code pool:<name>}
     * @param to the number in any usual form
     * @throws Problem for a pool: {@code pool_not_found}, {@code pool_empty}, {@code invalid_number}, {@code opted_out}
     */
    public Way way(long ownerId, String sessionOrPool, String to) {
        if (!sessionOrPool.startsWith(PREFIX)) {
            return new Way(sessionOrPool, to);
        }
        Pool pool = pools.require(ownerId, sessionOrPool.substring(PREFIX.length()));
        List<Session> members = sessions.list(ownerId, store.sessions(pool.pk()));
        if (members.isEmpty()) {
            throw empty(pool);
        }
        PhoneNumber phone = PhoneNumber.parse(to, country(ownerId), pool.simulated());
        if (!suppression.suppressed(ownerId, List.of(phone.e164())).isEmpty()) {
            throw new Problem(Kind.CONFLICT, "opted_out", "The recipient does not want messages.");
        }
        return new Way(chosen(pool, members, phone.e164()).id(), phone.plus());
    }

    private Session chosen(Pool pool, List<Session> members, long phone) {
        Optional<Long> before = store.writer(pool.pk(), phone);
        OptionalLong known = before.isPresent() ? OptionalLong.of(before.get()) : OptionalLong.empty();
        long choice = PoolChoice.of(looked(members), known, random)
                .map(PoolMember::session)
                .orElseThrow(() -> empty(pool));
        Optional<Long> writer = before.filter(same -> same == choice);
        long session =
                writer.or(() -> store.keepWriter(pool, phone, choice, before)).orElse(choice);
        return members.stream()
                .filter(member -> member.pk() == session)
                .findFirst()
                .orElseThrow(() -> empty(pool));
    }

    private List<PoolMember> looked(List<Session> members) {
        Map<Long, Usage> usage = sessions.usage(members);
        Map<Long, Integer> waiting =
                lanes.waitingDirect(members.stream().map(Session::pk).toList());
        return members.stream()
                .map(session -> new PoolMember(
                        session.pk(),
                        session.condition().state(),
                        room(session.limits(), usage.getOrDefault(session.pk(), NONE))
                                - waiting.getOrDefault(session.pk(), 0)))
                .toList();
    }

    private static long room(Limits limits, Usage used) {
        return Math.min(limits.perHour() - used.lastHour(), limits.perDay() - used.today());
    }

    private String country(long ownerId) {
        return users.find(ownerId).map(UserProfile::defaultCountry).orElseThrow(Pools::notFound);
    }

    private static Problem empty(Pool pool) {
        return new Problem(
                Kind.CONFLICT, "pool_empty", "The pool has no session to send from.", Map.of("name", pool.name()));
    }
}
