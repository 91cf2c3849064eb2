package io.staffetta.server.campaign;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a row of a file was refused: one closed list. */
public enum RowError {
    /** Its phone cell is empty or holds no number that exists. */
    INVALID_NUMBER("This is no valid phone number."),
    /** A spreadsheet took its number for a quantity, such as {@code 3.93E+11}, and rounded digits away. */
    ROUNDED_NUMBER("A spreadsheet rounded this number: its last digits are lost."),
    /** The same number stands further up in the file, or is in the campaign already. */
    DUPLICATE("This number is in the campaign already."),
    /** The person does not want messages. */
    OPTED_OUT("This person does not want messages."),
    /** The person was written to not long ago, and was left out for that when somebody had seen it. */
    RECENTLY_CONTACTED("This person was written to not long ago: %s."),
    /** The template needs a value that the row does not have. */
    MISSING_VARIABLE("The template needs a value that is missing here: %s."),
    /** It has more cells than the header. */
    TOO_MANY_COLUMNS("The row has more cells than the header."),
    /** It is longer than 32 KB. */
    ROW_TOO_LONG("The row is longer than 32 KB.");

    private final String text;

    RowError(String text) {
        this.text = text;
    }

    /** The name in the API and in the database, such as {@code invalid_number}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * One English sentence.
     *
     * @param detail what is missing, where something is
     */
    public String message(@Nullable String detail) {
        return text.formatted(detail);
    }

    /** What is wrong with a phone cell that holds no number. */
    static RowError ofNoNumber(String written) {
        return PhoneCells.rounded(written) ? ROUNDED_NUMBER : INVALID_NUMBER;
    }

    /**
     * The error with this {@link #code()}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static RowError of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
