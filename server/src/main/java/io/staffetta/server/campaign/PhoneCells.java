package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.Misread;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.contact.Repair;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads phone cells, among them what spreadsheets make of phone numbers when they take them for quantities. */
final class PhoneCells {

    /** What is answered for a text that is no phone number. */
    static final long NONE = 0;

    private static final int LONGEST = 60;
    /** Cells may be as long as rows; what is wrong with one, and which numbers stand in it, its beginning tells. */
    private static final int LOOKED_AT = 250;

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

    /**
     * What was read.
     *
     * @param phone the E.164 digits
     * @param country the one it was taken for, two letters, where that was inferred
     */
    record Reading(
            long phone, @Nullable Remark remark, @Nullable String country) {}

    /** The E.164 digits, or {@link #NONE}. */
    long read(String written) {
        if (written.length() > LONGEST || !hasDigit(written)) {
            return NONE;
        }
        String number = quantity(written);
        if (number.isEmpty()) {
            return NONE;
        }
        long valid = parsed(number, false);
        // What can be put right is worth more than what merely could be a number.
        return valid != NONE || !possibleIsEnough || repair(written).isPresent() ? valid : parsed(number, true);
    }

    /** What is to be said of the number that was {@link #read} from this text. */
    Reading reading(String written, long phone) {
        PhoneNumber number = new PhoneNumber(phone);
        if (number.isInferredFrom(written, defaultCountry)) {
            return new Reading(phone, Remark.COUNTRY_INFERRED, number.country().orElse(null));
        }
        if (!quantity(written).equals(written)) {
            return new Reading(phone, Remark.SPREADSHEET, null);
        }
        return new Reading(phone, number.isLandline() ? Remark.LANDLINE : null, null);
    }

    /** Why nothing was read. */
    Misread misread(String written) {
        return Misread.of(written.substring(0, Math.min(written.length(), LOOKED_AT)), defaultCountry);
    }

    /** What this text, from which nothing was read, most likely was meant to be. */
    Optional<Repair> repair(String written) {
        String number = written.length() > LONGEST || !hasDigit(written) ? "" : quantity(written);
        return number.isEmpty() ? Optional.empty() : Repair.of(number, defaultCountry);
    }

    private long parsed(String number, boolean possible) {
        try {
            return PhoneNumber.parse(number, defaultCountry, possible).e164();
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
