package io.staffetta.core.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.staffetta.core.contact.Misread.Flaw;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisreadTest {

    @ParameterizedTest
    @CsvSource({
        "'', IT, EMPTY,",
        "'  ', IT, EMPTY,",
        "12, IT, TOO_SHORT, IT",
        "333 111, IT, TOO_SHORT, IT",
        "+244 92, IT, TOO_SHORT, AO",
        "tel. 12, IT, TOO_SHORT, IT",
        "3331112222333, IT, TOO_LONG, IT",
        "5215512345678, MX, TOO_LONG, MX",
        "333111222233344455566, IT, TOO_LONG, IT",
        "non un numero, IT, LETTERS,",
        "3331112222 casa, IT, LETTERS,",
        "33O1112222, IT, LETTERS,",
        "-, IT, LETTERS,",
        "???, IT, LETTERS,",
        "999 999 9999, IT, NOT_IN_COUNTRY, IT",
        "1187654321, BR, NOT_IN_COUNTRY, BR",
        "+999 123 456 789, IT, NOT_IN_COUNTRY,",
    })
    void everyFlawIsToldApart(String written, String country, Flaw flaw, String measuredBy) {
        Misread misread = Misread.of(written, country);

        assertThat(misread.flaw()).isEqualTo(flaw);
        assertThat(misread.country()).isEqualTo(measuredBy);
        assertThat(misread.numbers()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
                    333 111 2222 / 333 111 3333
                    3331112222;3331113333
                    +39 333 111 2222, +39 333 111 3333
                    +393331112222+393331113333
                    3331112222 3331113333
                    333 111 2222 e 333 111 3333
                    '333 111 2222 - 333 111 3333'
                    """)
    void ofSeveralNumbersEachIsNamed(String written) {
        Misread misread = Misread.of(written, "IT");

        assertThat(misread.flaw()).isEqualTo(Flaw.SEVERAL);
        assertThat(misread.numbers()).containsExactly(new PhoneNumber(393331112222L), new PhoneNumber(393331113333L));
    }

    @ParameterizedTest
    @CsvSource({
        "1187654321, BR, NINTH_DIGIT, 5511987654321",
        "(11) 8765-4321, BR, NINTH_DIGIT, 5511987654321",
        "+55 11 8765-4321, IT, NINTH_DIGIT, 5511987654321",
        "551187654321, IT, NINTH_DIGIT, 5511987654321",
        "5215512345678, MX, WITHOUT_ONE, 525512345678",
        "+52 1 55 1234 5678, IT, WITHOUT_ONE, 525512345678",
        "5215512345678, IT, WITHOUT_ONE, 525512345678",
    })
    void whatAnOldNumberWouldBeTodayIsKnown(String written, String country, Repair.Kind kind, long number) {
        assertThat(Repair.of(written, country)).contains(new Repair(kind, new PhoneNumber(number)));
    }

    @ParameterizedTest
    @CsvSource({"1187654321, IT", "11 2345-6789, BR", "12, BR", "'', BR", "non un numero, MX", "+52 1 55, MX"})
    void whatCannotBeMeantOtherwiseIsLeftAlone(String written, String country) {
        assertThat(Repair.of(written, country)).isEmpty();
    }

    @Test
    void aVeryLongTextIsNotLookedInto() {
        String hole = "333" + " ".repeat(1_000_000) + "111";
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(Misread.of(hole, "IT").flaw()).isEqualTo(Flaw.TOO_LONG));
    }

    @Test
    void aNumberOfAnotherCountryIsInferredUnlessItSaysSo() {
        PhoneNumber angolan = new PhoneNumber(244929782402L);

        assertThat(angolan.country()).contains("AO");
        assertThat(angolan.isInferredFrom("244929782402", "it")).isTrue();
        assertThat(angolan.isInferredFrom("+244 929 782 402", "IT")).isFalse();
        assertThat(angolan.isInferredFrom("00244 929 782 402", "IT")).isFalse();
        assertThat(angolan.isInferredFrom("929782402", "AO")).isFalse();
        assertThat(new PhoneNumber(39333111222L).isInferredFrom("39333111222", "IT"))
                .isFalse();
    }

    @Test
    void landlinesAreKnown() {
        assertThat(new PhoneNumber(390541123456L).isLandline()).isTrue();
        assertThat(new PhoneNumber(393331112222L).isLandline()).isFalse();
        assertThat(new PhoneNumber(391234567890L).isLandline()).isFalse();
    }
}
