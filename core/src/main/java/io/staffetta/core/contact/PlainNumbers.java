package io.staffetta.core.contact;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads plainly written numbers without the library's full parser, which costs several times as much, and with the same
 * result. That is possible where no digit can be a trunk or dialling-out prefix: then the digits are the number, and
 * only the library's check of the number is left to do. Anything else is left to {@link AnyNumbers}.
 */
final class PlainNumbers {

    /** The main countries of their code where only a 0 can begin a prefix. A test holds this against the library. */
    private static final String ZERO_ONLY = """
            AC AD AE AF AL AM AO AT AW AZ BA BD BE BF BG BH BI BJ BN BO BT BW BZ CD CF CG CH CI CK CM CO CV CY
            CZ DE DJ DK DZ EC EE EG ER ES ET FJ FK FM FR GA GE GF GH GI GL GM GN GP GQ GR GT GW GY HK HN HR HT
            HU ID IE IL IN IO IQ IR IT JO JP KE KG KH KI KM KR KW LA LB LK LR LS LV LY MC MD ME MK ML MM MN MO
            MQ MR MT MU MV MW MX MY MZ NA NC NE NG NI NL NP NR NU NZ OM PA PF PH PK PL PM PS PT PW PY QA RE RO
            RS RW SA SB SC SD SE SG SK SL SN SO SR SS ST SV SY SZ TG TH TK TL TN TO TR TV TW TZ UA UG UY UZ VE
            VN VU WF WS XK YE ZA ZM ZW
            """;

    /** The same with one more digit that can begin a prefix. */
    private static final String ZERO_AND = "AU:1 BR:9 CL:1 GB:1 PE:1 SI:1 US:1";

    private static final int SHORTEST = 7;
    private static final int LONGEST = 15;

    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final Map<String, Country> HOMES = homes();
    private static final @Nullable Country[] COUNTRIES = byCode();

    private PlainNumbers() {}

    private record Country(int code, String region, char prefix) {

        boolean mayBePrefix(char digit) {
            return digit == '0' || digit == prefix;
        }

        boolean has(String national) {
            return !mayBePrefix(national.charAt(0))
                    && isShortEnough(national)
                    && PLANS.isValidNumberForRegion(number(national), region);
        }

        /** Some countries' plans are open towards longer numbers than E.164 allows. */
        private boolean isShortEnough(String national) {
            return Integer.toString(code).length() + national.length() <= LONGEST;
        }

        /** Whether it is a number of another country with the same code, as those of North America have one. */
        boolean hasNeighbourWith(String national) {
            return PLANS.isValidNumber(number(national));
        }

        private Phonenumber.PhoneNumber number(String national) {
            return new Phonenumber.PhoneNumber().setCountryCode(code).setNationalNumber(Long.parseLong(national));
        }
    }

    /** The number's digits, or 0 if it needs the full rules. */
    static long read(String written, String defaultCountry) {
        String digits = digits(written);
        if (digits.length() < SHORTEST || digits.length() > LONGEST) {
            return 0;
        }
        if (written.charAt(0) == '+') {
            return international(digits);
        }
        Country home = HOMES.get(defaultCountry);
        if (home == null || home.mayBePrefix(digits.charAt(0))) {
            return 0;
        }
        if (home.has(digits)) {
            return Long.parseLong(home.code + digits);
        }
        return home.hasNeighbourWith(digits) ? 0 : international(digits);
    }

    /** The countries it knows, for the test that holds them against the library. */
    static Stream<String> countries() {
        return HOMES.keySet().stream();
    }

    /** Whether it leaves national numbers that begin with this digit to the full rules. */
    static boolean mayBePrefix(String region, char digit) {
        Country country = HOMES.get(region);
        return country == null || country.mayBePrefix(digit);
    }

    private static long international(String digits) {
        for (int length = 1; length <= 3; length++) {
            Country country = COUNTRIES[Integer.parseInt(digits, 0, length, 10)];
            if (country != null) {
                return country.has(digits.substring(length)) ? Long.parseLong(digits) : 0;
            }
        }
        return 0;
    }

    /** The digits, if there is nothing else but a leading plus and single spaces or dashes between them; else nothing. */
    private static String digits(String written) {
        StringBuilder digits = new StringBuilder(LONGEST);
        boolean gap = true;
        for (int i = written.startsWith("+") ? 1 : 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
                gap = false;
            } else if ((c == ' ' || c == '-') && !gap) {
                gap = true;
            } else {
                return "";
            }
        }
        return gap ? "" : digits.toString();
    }

    private static Map<String, Country> homes() {
        return Stream.concat(
                        Stream.of(ZERO_ONLY.strip().split("\\s+")).map(region -> country(region, '0')),
                        Stream.of(ZERO_AND.split(" ")).map(entry -> country(entry.substring(0, 2), entry.charAt(3))))
                .collect(Collectors.toUnmodifiableMap(Country::region, country -> country));
    }

    private static Country country(String region, char prefix) {
        return new Country(PLANS.getCountryCodeForRegion(region), region, prefix);
    }

    private static @Nullable Country[] byCode() {
        @Nullable Country[] countries = new @Nullable Country[1000];
        HOMES.values().forEach(country -> countries[country.code] = country);
        return countries;
    }
}
