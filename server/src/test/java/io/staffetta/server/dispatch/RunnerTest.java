package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.pacing.BusinessHours;
import io.staffetta.core.pacing.Delay;
import io.staffetta.core.pacing.NumberLimits;
import io.staffetta.core.pacing.NumberWindow;
import io.staffetta.server.queue.Head;
import io.staffetta.server.queue.LaneView;
import io.staffetta.server.queue.Probe;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunnerTest {

    private static final Instant NOON = Instant.parse("2026-06-10T12:00:00Z");
    private static final Delay NONE = new Delay(Duration.ZERO, Duration.ZERO);
    private static final Set<NumberLimits> NOTHING = Set.of(new NumberLimits(0, 0, ZoneOffset.UTC));

    private final Runner runner = runner();

    @Test
    void aForcedMessageIsTakenWhateverTheLimit() {
        runner.put(new LaneDesk(directLane(NOON)));

        assertThat(runner.plan(NOON).probes()).extracting(Probe::key).containsExactly(-1L);
    }

    @Test
    void aForcedMessageThatIsToBeTriedLaterWakesTheSessionThen() {
        Instant later = NOON.plusSeconds(7);
        runner.put(new LaneDesk(directLane(later)));

        Runner.Plan plan = runner.plan(NOON);

        assertThat(plan.probes()).isEmpty();
        assertThat(plan.wakeAt()).isEqualTo(later);
        assertThat(runner.plan(later).probes()).hasSize(1);
    }

    @Test
    void aClockThatIsSetBackMakesNoGapLonger() {
        Duration gap = Duration.ofMinutes(1);
        Instant yesterday = NOON.minus(Duration.ofDays(1));
        LaneDesk lane = new LaneDesk(campaignLane());
        lane.went(NOON, gap);

        assertThat(lane.chance(yesterday, 0)).isEqualTo(new LaneDesk.Chance.Later(yesterday.plus(gap), null));
        assertThat(lane.chance(yesterday.plus(gap), 0)).isEqualTo(new LaneDesk.Chance.Ready(0));
    }

    private static LaneView campaignLane() {
        return new LaneView(
                1,
                1,
                1L,
                1L,
                1,
                LaneStatus.OPEN,
                true,
                NONE,
                NONE,
                BusinessHours.always(ZoneOffset.UTC),
                new Head(1, NOON.minus(Duration.ofDays(2)), true),
                null,
                0,
                null);
    }

    private static LaneView directLane(Instant forcedDue) {
        return new LaneView(
                1,
                1,
                null,
                1L,
                1,
                LaneStatus.OPEN,
                true,
                NONE,
                NONE,
                BusinessHours.always(ZoneOffset.UTC),
                null,
                forcedDue,
                0,
                null);
    }

    private static Runner runner() {
        Capabilities capabilities = new Capabilities(true, true, true, 1, true, false, true, true);
        return new Runner(
                new Carrier(1, 1, 1, "simulator", new ScriptedConnection(), capabilities, -1, false, null),
                new NumberDesk(new NumberWindow(NOTHING, List.of())));
    }
}
