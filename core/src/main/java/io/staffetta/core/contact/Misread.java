package io.staffetta.core.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber;
import io.staffetta.core.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a text that is to hold a phone number holds none, for telling a person what to look for.
 *
 * @param country two letters: by whose numbers it was measured; null where that does not matter or nobody has its code
 * @param numbers those that stand in it, where they are several; else none
 */
public record Misread(Flaw flaw, @Nullable String country, List<PhoneNumber> numbers) {

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    private static final Pattern LABEL = Pattern.compile(
            "^(?:tel|telp|cell|cel|phone|mobile|mobil|whatsapp|wa|hp|fone)[.:]?(?=[\\s+0-9])",
            Pattern.CASE_INSENSITIVE);

    /** Between two numbers: signs, words, or the plus of the second one. */
    private static final Pattern BETWEEN =
            Pattern.compile("[/;,|\\r\\n&]+|\\s+(?:e|o|ou|y|or|and|dan|atau|-)\\s+|(?<=\\d)\\s*(?=\\+)");

    private static final Pattern GAP = Pattern.compile("\\s+");
    private static final int SHORTEST = 6;
    /** What is longer is not looked into: several numbers take less, and a file may bring a million signs. */
    private static final int LONGEST = 250;

    /** What can be wrong with it. */
    public enum Flaw {
        /** There is nothing. */
        EMPTY,
        /** There are fewer digits than the country's numbers have. */
        TOO_SHORT,
        /** There are more. */
        TOO_LONG,
        /** Letters or signs stand where digits should. */
        LETTERS,
        /** There are several numbers. */
        SEVERAL,
        /** The length is right, but the country, or no country at all, has such numbers. */
        NOT_IN_COUNTRY;

        /** The stable name, such as {@code too_short}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Why {@link PhoneNumber#parse} reads no valid number from this text.
     *
     * @param defaultCountry two letters, such as {@code IT}
     */
    public static Misread of(String written, String defaultCountry) {
        String country = defaultCountry.toUpperCase(Locale.ROOT);
        String text = LABEL.matcher(written.strip()).replaceFirst("").strip();
        if (text.isEmpty()) {
            return new Misread(Flaw.EMPTY, null, List.of());
        }
        List<PhoneNumber> several = text.length() > LONGEST ? List.of() : several(text, country);
        if (several.size() > 1) {
            return new Misread(Flaw.SEVERAL, null, several);
        }
        boolean letters = text.codePoints().anyMatch(Character::isLetter);
        return letters || text.codePoints().noneMatch(Character::isDigit)
                ? new Misread(Flaw.LETTERS, null, List.of())
                : measured(text, country);
    }

    private static List<PhoneNumber> several(String text, String country) {
        List<PhoneNumber> apart = numbers(BETWEEN.split(text), country);
        return apart.size() > 1 ? apart : numbers(GAP.split(text), country);
    }

    private static List<PhoneNumber> numbers(String[] pieces, String country) {
        return Arrays.stream(pieces)
                .filter(piece -> piece.codePoints().filter(Character::isDigit).count() >= SHORTEST)
                .flatMap(piece -> read(piece, country).stream())
                .toList();
    }

    private static Optional<PhoneNumber> read(String piece, String country) {
        try {
            return Optional.of(PhoneNumber.parse(piece, country, false));
        } catch (Problem notANumber) {
            return Optional.empty();
        }
    }

    private static Misread measured(String text, String country) {
        try {
            Phonenumber.PhoneNumber number = PLANS.parse(text, country);
            String region = PLANS.getRegionCodeForCountryCode(number.getCountryCode());
            return new Misread(flaw(number), region.length() == 2 && !region.equals("ZZ") ? region : null, List.of());
        } catch (NumberParseException e) {
            Flaw flaw = switch (e.getErrorType()) {
                case TOO_LONG -> Flaw.TOO_LONG;
                case INVALID_COUNTRY_CODE -> Flaw.NOT_IN_COUNTRY;
                case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN, NOT_A_NUMBER -> Flaw.TOO_SHORT;
            };
            return new Misread(flaw, flaw == Flaw.NOT_IN_COUNTRY ? null : country, List.of());
        }
    }

    /** Most numbers that can be written to are mobile ones, so a length that only others have counts as wrong too. */
    private static Flaw flaw(Phonenumber.PhoneNumber number) {
        ValidationResult any = PLANS.isPossibleNumberWithReason(number);
        return switch (any == ValidationResult.IS_POSSIBLE
                ? PLANS.isPossibleNumberForTypeWithReason(number, PhoneNumberType.MOBILE)
                : any) {
            case TOO_SHORT, IS_POSSIBLE_LOCAL_ONLY -> Flaw.TOO_SHORT;
            case TOO_LONG -> Flaw.TOO_LONG;
            case IS_POSSIBLE, INVALID_LENGTH, INVALID_COUNTRY_CODE -> Flaw.NOT_IN_COUNTRY;
        };
    }
}
