package io.staffetta.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestrictionTest {

    @Test
    void aRestrictionHoldsUntilItsMomentAndNotAtIt() {
        Instant until = Instant.parse("2026-03-01T12:00:00Z");
        Restriction restriction = new Restriction(until, "new_chats");
        assertThat(restriction.holdsAt(until.minusNanos(1))).isTrue();
        assertThat(restriction.holdsAt(until)).isFalse();
    }
}
