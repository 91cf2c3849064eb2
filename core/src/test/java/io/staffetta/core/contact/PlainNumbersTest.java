package io.staffetta.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadataCollection;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the list of countries against the library's own plans, so that an update of the library cannot break it. */
class PlainNumbersTest {

    static Stream<String> countries() {
        return PlainNumbers.countries();
    }

    @ParameterizedTest
    @MethodSource("countries")
    void noOtherDigitCanBeginAPrefix(String region) {
        PhoneMetadata plan = plan(region);

        for (char digit = '0'; digit <= '9'; digit++) {
            if (!PlainNumbers.mayBePrefix(region, digit)) {
                assertThat(mayBegin(plan.getNationalPrefixForParsing(), digit)).isFalse();
                assertThat(mayBegin(plan.getInternationalPrefix(), digit)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("countries")
    void theCountryIsTheFirstOfItsCodeAndClaimsItsNumbersByTypeAlone(String region) {
        assertThat(PhoneNumberUtil.getInstance()
                        .getRegionCodeForCountryCode(plan(region).getCountryCode()))
                .isEqualTo(region);
        assertThat(plan(region).hasLeadingDigits()).isFalse();
    }

    @SuppressWarnings("JdkObsolete") // A partial match is the question: could more digits make a prefix of this one?
    private static boolean mayBegin(String prefix, char digit) {
        Matcher matcher = Pattern.compile(prefix).matcher(String.valueOf(digit));
        return !prefix.isEmpty() && (matcher.lookingAt() || matcher.hitEnd());
    }

    private static PhoneMetadata plan(String region) {
        try (ObjectInputStream in = new ObjectInputStream(
                PhoneNumberUtil.class.getResourceAsStream("data/PhoneNumberMetadataProto_" + region))) {
            PhoneMetadataCollection plans = new PhoneMetadataCollection();
            plans.readExternal(in);
            return plans.getMetadataList().getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
