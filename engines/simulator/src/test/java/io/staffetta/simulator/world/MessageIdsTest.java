package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.message.ReceiptLevel;
import org.junit.jupiter.api.Test;

/** Many ids in little room. */
final class MessageIdsTest {

    private final MessageIds ids = new MessageIds();

    @Test
    void everyIdIsFoundAgainAndNoOther() {
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.add("id-" + i)).isTrue();
        }

        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.contains("id-" + i)).isTrue();
            assertThat(ids.contains("no-" + i)).isFalse();
        }
        assertThat(ids.add("id-77")).isFalse();
    }

    @Test
    void levelsOnlyRise() {
        ids.add("a");

        assertThat(ids.level("a")).contains(ReceiptLevel.SERVER);
        ids.raise("a", ReceiptLevel.READ);
        ids.raise("a", ReceiptLevel.DELIVERED);
        ids.raise("b", ReceiptLevel.READ);

        assertThat(ids.level("a")).contains(ReceiptLevel.READ);
        assertThat(ids.level("b")).isEmpty();
    }
}
