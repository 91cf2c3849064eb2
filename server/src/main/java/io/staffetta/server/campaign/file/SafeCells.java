package io.staffetta.server.campaign.file;

/**
 * Cells that no spreadsheet program takes for a formula. A text that begins like one gets an apostrophe in front, which
 * reading takes away again, so that what we write comes back as it was. A phone number such as {@code +393331234567} is
 * no formula to anybody and stays as it is.
 */
public final class SafeCells {

    private SafeCells() {}

    /** The text as a cell of a file that people open in a spreadsheet program. */
    public static String guard(String text) {
        return startsLikeFormula(text) && !international(text) ? "'" + text : text;
    }

    /** The text of a cell, without the apostrophe that guards it, surrounding blanks and characters no text has. */
    static String clean(String cell) {
        String text = cell.strip();
        if (text.indexOf('\0') >= 0) {
            text = text.replace("\0", "");
        }
        return !text.isEmpty() && text.charAt(0) == '\'' && startsLikeFormula(text) ? text.substring(1) : text;
    }

    private static boolean startsLikeFormula(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) == '\'') {
            i++;
        }
        return i < text.length() && "=+-@\t\r\n＝＋－＠".indexOf(text.charAt(i)) >= 0;
    }

    private static boolean international(String text) {
        if (text.length() < 2 || text.charAt(0) != '+') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
