package io.staffetta.core.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import io.staffetta.core.Problem;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    @ParameterizedTest
    @CsvSource({
        "333 111 2222, 393331112222",
        "39333111222, 39333111222",
        "+39 333-111-2222, 393331112222",
        "0039 333 1112222, 393331112222",
        "06 698 12345, 390669812345",
        "244929782402, 244929782402",
        "393331112222@c.us, 393331112222",
        "393331112222:17@s.whatsapp.net, 393331112222",
        "+1 (212) 555-2368, 12125552368",
        "333 111 2222 ext. 17, 393331112222",
        "' +55 11 98765-4321 ', 5511987654321",
    })
    void anyUsualFormIsRead(String written, long digits) {
        assertThat(PhoneNumber.parse(written, "it", false)).isEqualTo(new PhoneNumber(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "+", "abc", "12", "+39 123 456 7890", "1234567890", "9999999999999999", "a@b.c"})
    void whatCannotBeWrittenToIsRefused(String written) {
        assertRefused(written, "invalid_number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3331112222;3331113333", "333 111 2222 / 333 111 3333", "3331112222, 3331113333"})
    void twoNumbersAreNotHalfUnderstood(String written) {
        assertRefused(written, "invalid_number");
    }

    @Test
    void groupsAndHiddenPeopleAreRefusedByName() {
        assertRefused("120363012345678901@g.us", "group_not_supported");
        assertRefused("123456789012345@lid", "lid_not_supported");
        assertRefused("US.13491208655302741918", "user_id_not_supported");
    }

    @Test
    void namesThatHideThePhoneAreKnownAsSuch() {
        assertThat(PhoneNumber.hidden(" 123456789012345@lid ")).contains("123456789012345@lid");
        assertThat(PhoneNumber.hidden("US.13491208655302741918")).contains("US.13491208655302741918");
        assertThat(PhoneNumber.hidden("393331112222@c.us")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"+39 123 456 7890", "1234567890", "1234567890@c.us", "391234567890"})
    void aPossibleNumberIsEnoughWhereNoRealPersonIsReached(String written) {
        assertThat(PhoneNumber.parse(written, "IT", true).international()).isEqualTo("+39 123 456 7890");
    }

    @Test
    void aValidReadingIsPreferredToAPossibleOne() {
        assertThat(PhoneNumber.parse("244929782402", "IT", true)).isEqualTo(new PhoneNumber(244929782402L));
    }

    /** Turks and Caicos shares its code with the United States, and the text could be New Zealand's number, too. */
    @Test
    void aNumberOfASharedCodeIsNationalBeforeItIsForeign() {
        assertThat(PhoneNumber.parse("6497121234", "US", false)).isEqualTo(new PhoneNumber(16497121234L));
    }

    /** Germany's plan lets such a number pass, but with its country's code it has 16 digits. */
    @Test
    void aNumberTooLongForE164IsRefused() {
        assertThatThrownBy(() -> PhoneNumber.parse("59598000123856", "DE", false))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("invalid_number"));
    }

    @ParameterizedTest
    @CsvSource({
        "393331112222, +39 333 111 2222",
        "5511987654321, +55 11 98765 4321",
        "12125552368, +1 212 555 2368",
        "390669812345, +39 06 6981 2345",
        "391234567890, +39 123 456 7890",
        "999123456789, +999 123 456 789",
    })
    void numbersArePrintedWithSpaces(long digits, String printed) {
        assertThat(new PhoneNumber(digits).international()).isEqualTo(printed);
    }

    @Test
    void logsSeeOnlyTheEnds() {
        assertThat(new PhoneNumber(393331112222L)).hasToString("+39***22");
        assertThat(new PhoneNumber(393331112222L).plus()).isEqualTo("+393331112222");
    }

    /** Numbers of all countries, most of them nearly valid, in several forms, read at home and abroad. */
    @Property(tries = 4000)
    void plainReadingAgreesWithTheFullRules(
            @ForAll("regions") String region,
            @ForAll("regions") String elsewhere,
            @ForAll boolean athome,
            @ForAll @IntRange(max = 4) int form,
            @ForAll @IntRange(max = 4) int changed,
            @ForAll Random random) {
        String written = written(region, form, changed, random);
        String country = athome ? region : elsewhere;

        long plain = PlainNumbers.read(written, country);

        if (plain != 0) {
            assertThat(AnyNumbers.read(written, country, false)).as(written).isEqualTo(plain);
        }
    }

    private static String written(String region, int form, int changed, Random random) {
        PhoneNumberType[] types = PhoneNumberType.values();
        Phonenumber.PhoneNumber example = PLANS.getExampleNumberForType(region, types[random.nextInt(types.length)]);
        Phonenumber.PhoneNumber number = example == null ? PLANS.getExampleNumber(region) : example;
        StringBuilder national = new StringBuilder(PLANS.getNationalSignificantNumber(number));
        for (int i = 0; i < changed; i++) {
            national.setCharAt(random.nextInt(national.length()), (char) ('0' + random.nextInt(10)));
        }
        return switch (form) {
            case 0 -> national.toString();
            case 1 -> national.substring(0, 2) + " " + national.substring(2);
            case 2 -> number.getCountryCode() + national.toString();
            case 3 -> "+" + number.getCountryCode() + " " + national;
            default -> PLANS.format(number, PhoneNumberFormat.NATIONAL);
        };
    }

    @Provide
    Arbitrary<String> regions() {
        return Arbitraries.of(PLANS.getSupportedRegions());
    }

    private static void assertRefused(String written, String code) {
        assertThatThrownBy(() -> PhoneNumber.parse(written, "IT", false))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
