package io.staffetta.core.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TemplateWordingsTest {

    @Property
    void ofPeopleInARowAsManyGetEachWording(
            @ForAll @IntRange(max = 4) int further, @ForAll @LongRange(min = 1) long first) {
        Template template = varied(further);
        int wordings = further + 1;
        long from = Math.min(first, Long.MAX_VALUE - 10L * wordings);

        Map<Integer, Long> counts = LongStream.range(from, from + 10L * wordings)
                .mapToObj(template::placeFor)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(counts)
                .hasSize(wordings)
                .allSatisfy((place, count) -> assertThat(count).isEqualTo(10));
        assertThat(template.wordings().get(template.placeFor(from)).source())
                .isEqualTo(template.wordingFor(from).source());
    }

    @Test
    void aMessageHasAtMostFiveWordings() {
        assertThat(varied(4).wordings()).hasSize(5);
        assertThatThrownBy(() -> varied(5))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("variants_invalid"));
    }

    private static Template varied(int further) {
        return Template.of("Ciao").with(List.copyOf(Collections.nCopies(further, Template.of("Salve"))));
    }
}
