package io.staffetta.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.cloud.ErrorCode.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodeTest {

    @ParameterizedTest
    @CsvSource({
        "0, NUMBER_STOPPED",
        "1, SLOWER",
        "2, SLOWER",
        "3, NUMBER_STOPPED",
        "4, SLOWER",
        "10, NUMBER_STOPPED",
        "100, REFUSED",
        "190, NUMBER_STOPPED",
        "200, NUMBER_STOPPED",
        "250, NUMBER_STOPPED",
        "299, NUMBER_STOPPED",
        "368, NUMBER_STOPPED",
        "80007, SLOWER",
        "130429, SLOWER",
        "130472, REFUSED",
        "130497, NUMBER_STOPPED",
        "131000, SLOWER",
        "131008, REFUSED",
        "131009, REFUSED",
        "131016, SLOWER",
        "131021, INVALID_NUMBER",
        "131026, NOT_ON_WHATSAPP",
        "131031, NUMBER_STOPPED",
        "131042, NUMBER_STOPPED",
        "131047, REFUSED",
        "131048, NUMBER_STOPPED",
        "131049, TOMORROW",
        "131050, OPTED_OUT",
        "131051, REFUSED",
        "131052, REFUSED",
        "131053, REFUSED",
        "131056, SLOWER_WITH_PERSON",
        "131057, SLOWER",
        "132000, REFUSED",
        "132001, REFUSED",
        "132005, REFUSED",
        "132007, REFUSED",
        "132012, REFUSED",
        "132014, REFUSED",
        "132015, TEMPLATE_STOPPED",
        "132016, TEMPLATE_STOPPED",
        "133000, NUMBER_STOPPED",
        "133010, NUMBER_STOPPED",
        "133016, NUMBER_STOPPED"
    })
    void everyCodeHasItsMeaning(int code, Meaning meaning) {
        assertThat(ErrorCode.meaning(code)).isEqualTo(meaning);
    }

    @Test
    void aCodeThatIsNotInTheTableIsUnknown() {
        assertThat(ErrorCode.meaning(199)).isEqualTo(Meaning.UNKNOWN);
        assertThat(ErrorCode.meaning(-1)).isEqualTo(Meaning.UNKNOWN);
        assertThat(ErrorCode.meaning(131099)).isEqualTo(Meaning.UNKNOWN);
    }

    @Test
    void aNumberThatIsNotThereStopsTheNumberAndNotTheMessage() {
        assertThat(ErrorCode.meaning(new GraphError(100, 33))).isEqualTo(Meaning.NUMBER_STOPPED);
        assertThat(ErrorCode.meaning(new GraphError(100, 0))).isEqualTo(Meaning.REFUSED);
    }
}
