package io.staffetta.server.campaign.file;

import java.util.regex.Pattern;

/**
 * Tells a quote that was never closed from a text of several lines: it has taken whole rows into its cell, each with its
 * phone number. Read as they stand, these people would be lost, and their numbers sent to somebody else.
 */
final class SwallowedRows {

    private static final int FEWEST_DIGITS = 7;

    private final String delimiter;
    private final int columns;
    private final int phoneColumn;

    SwallowedRows(String delimiter, int columns, int phoneColumn) {
        this.delimiter = Pattern.quote(delimiter);
        this.columns = columns;
        this.phoneColumn = phoneColumn;
    }

    boolean in(FileRow row) {
        return row.cells().stream()
                .anyMatch(cell -> cell.indexOf('\n') >= 0 && cell.lines().anyMatch(this::isRow));
    }

    private boolean isRow(String line) {
        String[] cells = line.split(delimiter, -1);
        return cells.length == columns && isPhone(cells[phoneColumn]);
    }

    private static boolean isPhone(String cell) {
        return cell.chars().filter(c -> c >= '0' && c <= '9').count() >= FEWEST_DIGITS
                && cell.chars().allMatch(c -> "+0123456789 ()-./".indexOf(c) >= 0);
    }
}
