package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.PhoneNumber;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads phone cells, among them what spreadsheets make of phone numbers when they take them for quantities. */
final class PhoneCells {

    /** What is answered for a text that is no phone number. */
    static final long NONE = 0;

    private static final int LONGEST = 60;
    private static final Pattern QUANTITY = Pattern.compile("[0-9]+(?:[.,][0-9]+)?(?:[eE]\\+?[0-9]{1,2})?");

    private final String defaultCountry;
    private final boolean possibleIsEnough;

    /** Reads numbers written in this country; for simulated campaigns numbers of the right length will do. */
    PhoneCells(String defaultCountry, boolean possibleIsEnough) {
        this.defaultCountry = defaultCountry;
        this.possibleIsEnough = possibleIsEnough;
    }

    /**
     * Reads numbers for a campaign.
     *
     * @param country in which they are written; null for the campaign's own
     * @throws Problem {@code invalid_country}
     */
    static PhoneCells of(ImportGround.Campaign campaign, @Nullable String country) {
        CampaignRules.checkCountry(country);
        return new PhoneCells(country == null ? campaign.defaultCountry() : country, campaign.simulated());
    }

    /** Whether a spreadsheet made a quantity of the number and rounded its last digits away. */
    static boolean rounded(String written) {
        return written.length() <= LONGEST
                && hasDigit(written)
                && quantity(written).isEmpty();
    }

    /** The E.164 digits, or {@link #NONE}. */
    long read(String written) {
        if (written.length() > LONGEST || !hasDigit(written)) {
            return NONE;
        }
        String number = quantity(written);
        if (number.isEmpty()) {
            return NONE;
        }
        try {
            return PhoneNumber.parse(number, defaultCountry, possibleIsEnough).e164();
        } catch (Problem notANumber) {
            return NONE;
        }
    }

    /** {@code 393331112222.0} and {@code 3.93331112222E11} with all digits there; empty if digits were rounded away. */
    private static String quantity(String written) {
        boolean exponent = written.indexOf('E') > 0 || written.indexOf('e') > 0;
        boolean fraction = written.endsWith(".0") || written.endsWith(",0");
        if ((!exponent && !fraction) || !QUANTITY.matcher(written).matches()) {
            return written;
        }
        BigDecimal number = new BigDecimal(written.replace(',', '.'));
        boolean rounded = exponent && number.scale() < 0;
        return rounded || number.stripTrailingZeros().scale() > 0
                ? ""
                : number.toBigInteger().toString();
    }

    private static boolean hasDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
