package io.staffetta.core.contact;

import io.staffetta.core.Problem;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A phone number as E.164 says. Printing one in a log shows only its ends.
 *
 * @param e164 its digits, country code first, without a plus; at most 15
 */
public record PhoneNumber(long e164) implements Comparable<PhoneNumber> {

    /** As the Cloud API names people who hide their number: a country, a dot, and more than any number has digits. */
    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.[A-Za-z0-9.]{16,150}");

    private static final long MOST = 999_999_999_999_999L;

    /**
     * A number from its digits, which are not checked against any country's plan.
     *
     * @throws IllegalArgumentException if there are none or more than 15
     */
    public PhoneNumber {
        if (e164 < 1 || e164 > MOST) {
            throw new IllegalArgumentException("not a phone number: " + e164);
        }
    }

    /**
     * Reads a number in any usual form: national, international, without its plus, or as a WhatsApp address. It is
     * first read as a number of the default country, then as an international one that lacks its plus.
     *
     * @param defaultCountry two letters, such as {@code IT}
     * @param possibleIsEnough accepts what has the right length for its country, when nothing better can be read: for
     *     simulated sessions, and for what a session reports of itself
     * @throws Problem {@code invalid_number}; {@code group_not_supported} and {@code lid_not_supported} for the addresses
     *     of groups and of people who hide their number; {@code user_id_not_supported} for an id of such a person
     */
    public static PhoneNumber parse(String written, String defaultCountry, boolean possibleIsEnough) {
        String number = withoutServer(written.strip());
        if (USER_ID.matcher(number).matches()) {
            throw refused("user_id_not_supported", "This person hides the phone number, and cannot be written to.");
        }
        String country = defaultCountry.toUpperCase(Locale.ROOT);
        long plain = PlainNumbers.read(number, country);
        return new PhoneNumber(plain != 0 ? plain : AnyNumbers.read(number, country, possibleIsEnough));
    }

    /** The name, if this is one of somebody who hides the phone number: a linked id, or a user id. */
    public static Optional<String> hidden(String written) {
        String name = written.strip();
        return name.endsWith("@lid") || USER_ID.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }

    /** The country that it belongs to, as two letters such as {@code IT}; empty if none does. */
    public Optional<String> country() {
        return AnyNumbers.country(this);
    }

    /** Whether its country's plan says that it belongs to a fixed line and to no mobile phone. */
    public boolean isLandline() {
        return AnyNumbers.isLandline(this);
    }

    /**
     * Whether it was read from this text as an international number that lacks its plus, and belongs to another country
     * than the one in which the text was to be read: as likely as not a slip of the pen.
     *
     * @param defaultCountry two letters, such as {@code IT}
     */
    public boolean isInferredFrom(String written, String defaultCountry) {
        return written.indexOf('+') < 0
                && AnyNumbers.isInferred(this, written, defaultCountry.toUpperCase(Locale.ROOT));
    }

    /** With spaces, as people write it abroad: {@code +39 333 111 2222}. */
    public String international() {
        return AnyNumbers.international(this);
    }

    /** With its plus: {@code +393331112222}. */
    public String plus() {
        return "+" + e164;
    }

    /** For logs: the first two and the last two digits. */
    public String masked() {
        String digits = Long.toString(e164);
        return digits.length() < 7
                ? "+***"
                : "+" + digits.substring(0, 2) + "***" + digits.substring(digits.length() - 2);
    }

    @Override
    public int compareTo(PhoneNumber other) {
        return Long.compare(e164, other.e164);
    }

    /** The same as {@link #masked()}. */
    @Override
    public String toString() {
        return masked();
    }

    private static String withoutServer(String address) {
        int at = address.indexOf('@');
        if (at < 0) {
            return address;
        }
        String user = address.substring(0, at);
        return switch (address.substring(at)) {
            // A linked device is told apart by a number after a colon.
            case "@c.us", "@s.whatsapp.net" -> user.indexOf(':') < 0 ? user : user.substring(0, user.indexOf(':'));
            case "@g.us" -> throw refused("group_not_supported", "Groups cannot be written to.");
            case "@lid" -> throw refused("lid_not_supported", "This address hides the person's number.");
            default -> throw invalid();
        };
    }

    static Problem invalid() {
        return refused("invalid_number", "This is not a phone number that can be written to.");
    }

    private static Problem refused(String code, String message) {
        return new Problem(Problem.Kind.INVALID, code, message);
    }
}
