package io.staffetta.server.campaign;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as the document of the change of number prints them, in its answers and its log lines: Italian ones in groups of
 * three, three and four digits, {@code +39 098 765 4321}.
 */
public final class PrintedNumber {

    private static final String ITALIAN = "39[0-9]{10}";

    private PrintedNumber() {}

    /** From an international number with spaces. */
    public static String of(String international) {
        String digits = international.replaceAll("[^0-9]", "");
        return digits.matches(ITALIAN)
                ? "+39 " + digits.substring(2, 5) + " " + digits.substring(5, 8) + " " + digits.substring(8)
                : international;
    }

    /** As E.164 says, for whoever reads it by machine; nothing for somebody whose number was erased. */
    static String plus(long phone) {
        return phone > 0 ? "+" + phone : "";
    }

    /** The same, null for none. */
    public static @Nullable String of(Optional<String> international) {
        return international.map(PrintedNumber::of).orElse(null);
    }
}
