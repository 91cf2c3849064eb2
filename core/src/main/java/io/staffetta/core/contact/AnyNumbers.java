package io.staffetta.core.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads and prints numbers of any form and country, by the library's full rules. */
final class AnyNumbers {

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final int LONGEST_EXTENSION = 5;

    /** Lists show the same people again and again, and the library's rules take long. */
    private static final int KEPT = 4_096;

    /** Numbers that follow each other fall far apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final AtomicReferenceArray<@Nullable Printed> PRINTED = new AtomicReferenceArray<>(KEPT);

    private record Printed(long number, String text) {}

    private AnyNumbers() {}

    static long read(String number, String defaultCountry, boolean possibleIsEnough) {
        return read(number, defaultCountry, PLANS::isValidNumber)
                .or(() -> possibleIsEnough ? read(number, defaultCountry, PLANS::isPossibleNumber) : Optional.empty())
                .orElseThrow(PhoneNumber::invalid);
    }

    private static Optional<Long> read(
            String number, String defaultCountry, Predicate<Phonenumber.PhoneNumber> accepted) {
        return parse(number, defaultCountry)
                .filter(accepted)
                .or(() -> number.startsWith("+")
                        ? Optional.empty()
                        : parse("+" + number, defaultCountry).filter(accepted))
                .map(AnyNumbers::digits)
                .filter(digits -> digits <= 999_999_999_999_999L);
    }

    private static Optional<Phonenumber.PhoneNumber> parse(String number, String defaultCountry) {
        try {
            return Optional.of(PLANS.parse(number, defaultCountry)).filter(read -> !isTwoNumbers(read));
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** Of two numbers in one text the library takes the second one for an extension. */
    private static boolean isTwoNumbers(Phonenumber.PhoneNumber number) {
        return number.getExtension().length() > LONGEST_EXTENSION;
    }

    private static long digits(Phonenumber.PhoneNumber number) {
        return Long.parseLong(PLANS.format(number, PhoneNumberFormat.E164).substring(1));
    }

    static Optional<String> country(PhoneNumber number) {
        return parse(number.plus(), "ZZ")
                .map(read -> Optional.ofNullable(PLANS.getRegionCodeForNumber(read))
                        .orElseGet(() -> PLANS.getRegionCodeForCountryCode(read.getCountryCode())))
                .filter(region -> region.matches("[A-Z]{2}") && !region.equals("ZZ"));
    }

    static boolean isLandline(PhoneNumber number) {
        String digits = Long.toString(number.e164());
        for (int length = 1; length <= 3 && length < digits.length(); length++) {
            int code = Integer.parseInt(digits, 0, length, 10);
            if (!PLANS.getRegionCodeForCountryCode(code).equals("ZZ")) {
                return PLANS.getNumberType(national(code, digits.substring(length))) == PhoneNumberType.FIXED_LINE;
            }
        }
        return false;
    }

    /** Numbers of some countries, such as Italy, keep the zero that they begin with. */
    private static Phonenumber.PhoneNumber national(int code, String digits) {
        Phonenumber.PhoneNumber number =
                new Phonenumber.PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(digits));
        return digits.startsWith("0") ? number.setItalianLeadingZero(true) : number;
    }

    static boolean isInferred(PhoneNumber number, String written, String defaultCountry) {
        return !Long.toString(number.e164()).startsWith(Integer.toString(PLANS.getCountryCodeForRegion(defaultCountry)))
                && parse(written, defaultCountry)
                        .filter(PLANS::isValidNumber)
                        .filter(read -> digits(read) == number.e164())
                        .isEmpty();
    }

    static String international(PhoneNumber number) {
        int place = Math.floorMod(Long.hashCode(number.e164() * SPREAD), KEPT);
        Printed known = PRINTED.get(place);
        if (known == null || known.number() != number.e164()) {
            known = new Printed(number.e164(), print(number));
            PRINTED.set(place, known);
        }
        return known.text();
    }

    private static String print(PhoneNumber number) {
        return parse(number.plus(), "ZZ").map(AnyNumbers::international).orElseGet(() -> "+" + grouped(number.e164()));
    }

    private static String international(Phonenumber.PhoneNumber number) {
        String printed = PLANS.format(number, PhoneNumberFormat.INTERNATIONAL).replace('-', ' ');
        String country = "+" + number.getCountryCode() + " ";
        String national = printed.substring(country.length());
        return isAllDigits(national) ? country + grouped(Long.parseLong(national)) : printed;
    }

    private static boolean isAllDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** In threes from the left, the last group taking a fourth digit rather than leaving it alone. */
    private static String grouped(long number) {
        String digits = Long.toString(number);
        StringBuilder groups = new StringBuilder();
        int from = 0;
        while (digits.length() - from > 4) {
            groups.append(digits, from, from + 3).append(' ');
            from += 3;
        }
        return groups.append(digits, from, digits.length()).toString();
    }
}
