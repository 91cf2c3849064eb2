package io.staffetta.waha;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Phone numbers as they are dialled today. WhatsApp goes on naming some chats by the digits of before a reform: Brazil's
 * mobile numbers without the ninth digit that they have had since 2016 (Anatel), Mexico's with the 1 that went in 2019 (IFT).
 */
final class Renumbering {

    private static final Pattern BRAZIL = Pattern.compile("55([1-9][0-9])([6-9][0-9]{7})");
    private static final Pattern MEXICO = Pattern.compile("521([0-9]{10})");

    private Renumbering() {}

    /** The number of today, E.164 digits without a plus. */
    static long today(String digits) {
        Matcher brazil = BRAZIL.matcher(digits);
        if (brazil.matches()) {
            return Long.parseLong("55" + brazil.group(1) + "9" + brazil.group(2));
        }
        Matcher mexico = MEXICO.matcher(digits);
        return Long.parseLong(mexico.matches() ? "52" + mexico.group(1) : digits);
    }
}
