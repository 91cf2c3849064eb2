package io.staffetta.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The simulator's numbers pass for numbers and are nobody's. */
final class NumberRangeTest {

    @Test
    void numbersArePossibleAndNeverValid() throws NumberParseException {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong(NumberRange.FIRST, NumberRange.LAST + 1);
            PhoneNumber parsed = phones.parse("+" + number, null);

            assertThat(parsed.getCountryCode()).isEqualTo(39);
            assertThat(phones.isPossibleNumber(parsed))
                    .as("+%s is possible", number)
                    .isTrue();
            assertThat(phones.isValidNumber(parsed)).as("+%s is valid", number).isFalse();
        }
    }

    @Test
    void numbersAreHandedOutInOrder() {
        assertThat(NumberRange.after(NumberRange.FIRST - 1)).isEqualTo(39_100_000_0001L);
        assertThat(NumberRange.after(NumberRange.FIRST)).isEqualTo(39_100_000_0002L);
    }
}
