package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.server.contract.Contract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweepTest {

    @Test
    @Contract("door2.environment")
    void theWorkersIntervalIsTheUpperBoundOfTheIdlePoll() {
        assertThat(DispatchLoop.sweepWithin(5)).isEqualTo(Duration.ofSeconds(5));
        assertThat(DispatchLoop.sweepWithin(60)).isLessThanOrEqualTo(Duration.ofSeconds(60));
        assertThat(DispatchLoop.sweepWithin(86_400)).isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThatThrownBy(() -> DispatchLoop.sweepWithin(0)).hasMessageContaining("WAHA_WORKER_INTERVAL");
    }
}
