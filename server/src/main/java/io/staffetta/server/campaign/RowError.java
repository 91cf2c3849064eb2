package io.staffetta.server.campaign;

import java.util.Locale;

/** Why a row of a file was refused: one closed list. */
public enum RowError {
    /** Its phone cell is empty or holds no number that exists; the detail is the {@code Misread.Flaw}. */
    INVALID_NUMBER,
    /** A spreadsheet took its number for a quantity, such as {@code 3.93E+11}, and rounded digits away. */
    ROUNDED_NUMBER,
    /** Another row with the same number counts; the detail {@code merged} says that it has the values of this one too. */
    DUPLICATE,
    /** The person does not want messages. */
    OPTED_OUT,
    /** The person was written to not long ago, and was left out for that when somebody had seen it; when and by what. */
    RECENTLY_CONTACTED,
    /** Its number was read as one of another country, two letters, and was left out when somebody had seen it. */
    COUNTRY_INFERRED,
    /** The template needs a value, which the detail names, that the row does not have. */
    MISSING_VARIABLE,
    /** It has more cells than the header. */
    TOO_MANY_COLUMNS,
    /** It is longer than 32 KB. */
    ROW_TOO_LONG;

    /** Whether a person left the row out: then only a person takes it back. */
    static boolean byHand(String code) {
        return code.equals(RECENTLY_CONTACTED.code()) || code.equals(COUNTRY_INFERRED.code());
    }

    /** The name in the API and in the database, such as {@code invalid_number}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with a phone cell that holds no number. */
    static RowError ofNoNumber(String written) {
        return PhoneCells.rounded(written) ? ROUNDED_NUMBER : INVALID_NUMBER;
    }
}
