package io.staffetta.core.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a number that is not valid most likely was meant to be. For a person to accept, never to be taken unasked.
 *
 * @param number a valid one
 */
public record Repair(Kind kind, PhoneNumber number) {

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final int BRAZIL = 55;
    private static final int MEXICO = 52;

    /** What is changed. */
    public enum Kind {
        /** Brazilian mobile numbers got a ninth digit, a 9 after the area code, between 2012 and 2016. */
        NINTH_DIGIT,
        /** Mexican mobile numbers lost the 1 after the country's code in 2019. */
        WITHOUT_ONE;

        /** The stable name, such as {@code ninth_digit}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The kind with this {@link #code()}, if there is one. */
        public static Optional<Kind> of(String code) {
            return Stream.of(values()).filter(kind -> kind.code().equals(code)).findFirst();
        }
    }

    /**
     * How this text, from which no valid number is read, would be one.
     *
     * @param defaultCountry two letters, such as {@code IT}
     */
    public static Optional<Repair> of(String written, String defaultCountry) {
        String number = written.strip();
        return Stream.of(number, "+" + number)
                .flatMap(form -> parse(form, defaultCountry.toUpperCase(Locale.ROOT)).stream())
                .flatMap(read -> repaired(read).stream())
                .findFirst();
    }

    private static Optional<Repair> repaired(Phonenumber.PhoneNumber read) {
        String national = PLANS.getNationalSignificantNumber(read);
        return switch (read.getCountryCode()) {
            case BRAZIL ->
                national.matches("[1-9]{2}[6-9]\\d{7}")
                        ? valid(Kind.NINTH_DIGIT, BRAZIL, national.substring(0, 2) + "9" + national.substring(2))
                        : Optional.empty();
            case MEXICO ->
                national.matches("1\\d{10}")
                        ? valid(Kind.WITHOUT_ONE, MEXICO, national.substring(1))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Repair> valid(Kind kind, int code, String national) {
        Phonenumber.PhoneNumber number =
                new Phonenumber.PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(national));
        boolean mobile = PLANS.getNumberType(number) == PhoneNumberType.MOBILE
                || PLANS.getNumberType(number) == PhoneNumberType.FIXED_LINE_OR_MOBILE;
        return mobile
                ? Optional.of(new Repair(kind, new PhoneNumber(Long.parseLong(code + national))))
                : Optional.empty();
    }

    private static Optional<Phonenumber.PhoneNumber> parse(String number, String country) {
        try {
            return Optional.of(PLANS.parse(number, country));
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }
}
