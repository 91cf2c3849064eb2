package io.staffetta.server.web.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.staffetta.core.Problem;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    @Property
    void aCursorComesBackAsItsId(@ForAll long id) {
        assertThat(PageCursor.decode(PageCursor.encode(id))).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "AQAAAAAAAAAB!", "AgAAAAAAAAAH", "AQAAAAAAAAAHAA"})
    void whatWeDidNotMakeIsNoCursor(String cursor) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Paging.of(cursor, null))
                .extracting(Problem::code)
                .isEqualTo("invalid_cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "ten", "", "99999999999"})
    void limitsAreOneToAThousand(String limit) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Paging.of(null, limit))
                .extracting(Problem::code)
                .isEqualTo("invalid_limit");
    }

    @Test
    void aFullPageLeadsToTheNext() {
        Paging first = Paging.of(null, "2");
        Page<Long> page = first.page(List.of(4L, 5L, 6L), Long::longValue);
        assertThat(page.items()).containsExactly(4L, 5L);
        assertThat(Paging.of(page.next(), "2").after()).hasValue(5L);
    }

    @Test
    void theLastPageLeadsNowhere() {
        assertThat(Paging.of(null, "2").page(List.of(4L, 5L), Long::longValue).next())
                .isNull();
    }
}
