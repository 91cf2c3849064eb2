package io.staffetta.core.pool;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Which session of a pool writes to a person: the one that did before, as long as it can; else, of those that can send
 * soonest, one by chance, weighted by the room left in their numbers' windows; if none has room, the one that lacks least.
 */
public final class PoolChoice {

    private PoolChoice() {}

    /**
     * The choice; empty if the pool is.
     *
     * @param before the session that wrote to the person before, if any
     */
    public static Optional<PoolMember> of(List<PoolMember> members, OptionalLong before, RandomGenerator random) {
        Optional<PoolMember> known = members.stream()
                .filter(member -> before.isPresent() && member.session() == before.getAsLong())
                .filter(PoolMember::holds)
                .findFirst();
        return known.isPresent() ? known : chosen(soonest(members), random);
    }

    private static List<PoolMember> soonest(List<PoolMember> members) {
        int best = members.stream().mapToInt(PoolMember::rank).min().orElse(0);
        return members.stream().filter(member -> member.rank() == best).toList();
    }

    private static Optional<PoolMember> chosen(List<PoolMember> members, RandomGenerator random) {
        long total = members.stream().mapToLong(PoolChoice::weight).sum();
        if (total == 0) {
            return members.stream().reduce((one, other) -> other.room() > one.room() ? other : one);
        }
        long left = random.nextLong(total);
        for (PoolMember member : members) {
            left -= weight(member);
            if (left < 0) {
                return Optional.of(member);
            }
        }
        throw new AssertionError("weights do not add up to " + total);
    }

    private static long weight(PoolMember member) {
        return Math.max(0, member.room());
    }
}
