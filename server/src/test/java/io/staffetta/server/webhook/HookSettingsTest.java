package io.staffetta.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HookSettingsTest {

    @Test
    void anAttemptMayNotOutliveItsLease() {
        assertThat(settings(Duration.ofSeconds(40)).timeout()).isLessThan(DeliveryRows.LEASE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Duration.ofSeconds(90)))
                .withMessageContaining("staffetta.webhooks.timeout");
        assertThatIllegalArgumentException().isThrownBy(() -> settings(Duration.ZERO));
    }

    private static HookSettings settings(Duration timeout) {
        return new HookSettings(20, timeout, Duration.ofDays(5), Duration.ofDays(7), 100_000, 1024);
    }
}
