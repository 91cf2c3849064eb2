package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class LongSetTest {

    @Property
    void holdsExactlyWhatASetHolds(
            @ForAll @Size(max = 2_000) List<@LongRange(min = 1, max = 999_999_999_999_999L) Long> values,
            @ForAll @LongRange(min = 1, max = 5_000) long probe) {
        LongSet set = new LongSet(1);
        Set<Long> model = new HashSet<>();
        for (long value : values) {
            assertThat(set.add(value)).isEqualTo(model.add(value));
        }
        assertThat(set.size()).isEqualTo(model.size());
        assertThat(values).allMatch(set::contains);
        assertThat(set.contains(probe)).isEqualTo(model.contains(probe));
    }
}
