package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.pacing.NumberWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WakesTest {

    private final Wakes wakes = new Wakes();

    @Test
    void aNewerWishTakesThePlaceOfTheOlder() {
        Runner runner = runner(1);
        for (int i = 0; i < 1000; i++) {
            wakes.plan(runner, 5_000 - i);
        }

        assertThat(wakes.size()).isOne();
        assertThat(due(4_000)).isEmpty();
        assertThat(due(4_001)).containsExactly(runner);
        assertThat(wakes.size()).isZero();
    }

    @Test
    void sessionsWithTheSameTimeWakeTogether() {
        Runner first = runner(1);
        Runner second = runner(2);
        wakes.plan(second, 10);
        wakes.plan(first, 10);

        assertThat(wakes.next(Long.MAX_VALUE)).isEqualTo(10);
        assertThat(due(10)).containsExactly(first, second);
    }

    @Test
    void whoseWishIsTakenBackIsNotWoken() {
        Runner runner = runner(1);
        wakes.plan(runner, 10);
        wakes.cancel(runner);

        assertThat(due(20)).isEmpty();
        assertThat(wakes.next(30)).isEqualTo(30);
    }

    private List<Runner> due(long now) {
        List<Runner> woken = new ArrayList<>();
        wakes.due(now, woken::add);
        return woken;
    }

    private static Runner runner(long sessionPk) {
        Capabilities capabilities = new Capabilities(true, true, true, 1, true, false, true, true);
        Carrier carrier = new Carrier(
                sessionPk, 1, 1, "simulator", new ScriptedConnection(), capabilities, -sessionPk, false, null);
        return new Runner(carrier, new NumberDesk(new NumberWindow(Set.of(), List.of())));
    }
}
