package io.staffetta.server.campaign;

import java.util.Locale;

/** What is to be said of a number that was taken: one closed list. Most numbers have nothing to be said of them. */
public enum Remark {
    /** It was read as one of another country than the file's, which it did not say itself. */
    COUNTRY_INFERRED,
    /** The same, and a person found it right. */
    CONFIRMED,
    /** A spreadsheet had made a quantity of it, such as {@code 393331112222.0}. */
    SPREADSHEET,
    /** It was refused, and a person accepted what was proposed in its place. */
    REPAIRED,
    /** It was refused, and a person gave another one. */
    MENDED,
    /** It belongs to a fixed line, where WhatsApp may not be. */
    LANDLINE;

    /** The name in the API and in the database, such as {@code country_inferred}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
