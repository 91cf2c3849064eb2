package io.staffetta.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.session.SessionState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PoolChoiceTest {

    private static final OptionalLong NOBODY = OptionalLong.empty();

    @Property
    void whoeverWroteBeforeWritesAgainWhileTheyCan(@ForAll("members") List<PoolMember> members, @ForAll long seed) {
        for (PoolMember member : members) {
            PoolMember chosen = PoolChoice.of(members, OptionalLong.of(member.session()), random(seed))
                    .orElseThrow();
            if (member.holds()) {
                assertThat(chosen).isEqualTo(member);
            } else {
                assertThat(chosen.rank()).isLessThanOrEqualTo(member.rank());
            }
        }
    }

    @Property
    void nobodyIsChosenWhileAnotherIsSoonerOrHasRoom(@ForAll("members") List<PoolMember> members, @ForAll long seed) {
        PoolMember chosen = PoolChoice.of(members, NOBODY, random(seed)).orElseThrow();

        assertThat(members).allMatch(member -> member.rank() >= chosen.rank());
        assertThat(members)
                .filteredOn(member -> member.rank() == chosen.rank())
                .allMatch(member -> chosen.room() > 0 || member.room() <= chosen.room());
    }

    @Example
    void theOneWithMoreRoomIsChosenMoreOften() {
        List<PoolMember> members = List.of(ready(1, 90), ready(2, 10), ready(3, 0), ready(4, -5));
        Map<Long, Integer> chosen = new HashMap<>();
        RandomGenerator random = random(7);
        for (int i = 0; i < 10_000; i++) {
            chosen.merge(PoolChoice.of(members, NOBODY, random).orElseThrow().session(), 1, Integer::sum);
        }

        assertThat(chosen).containsOnlyKeys(1L, 2L);
        assertThat(chosen.get(1L)).isBetween(8_800, 9_200);
    }

    @Example
    void withoutAnyRoomTheShortestQueueGrows() {
        assertThat(PoolChoice.of(List.of(ready(1, -9), ready(2, -2), ready(3, -4)), NOBODY, random(1)))
                .contains(ready(2, -2));
    }

    @Example
    void anEmptyPoolChoosesNobody() {
        assertThat(PoolChoice.of(List.of(), OptionalLong.of(1), random(1))).isEmpty();
    }

    @Provide
    Arbitrary<List<PoolMember>> members() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 1_000_000),
                        Arbitraries.of(SessionState.class),
                        Arbitraries.longs().between(-100, 100))
                .as(PoolMember::new)
                .list()
                .uniqueElements(PoolMember::session)
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static PoolMember ready(long session, long room) {
        return new PoolMember(session, SessionState.READY, room);
    }

    private static RandomGenerator random(long seed) {
        return new Random(seed);
    }
}
