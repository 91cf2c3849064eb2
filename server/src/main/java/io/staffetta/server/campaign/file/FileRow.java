package io.staffetta.server.campaign.file;

import java.util.List;

/**
 * One row of a file of people.
 *
 * @param number where it stands in the file as a person counts: the header of a table is row 1
 * @param cells one per column, cleaned; a row may have fewer cells than there are columns, or more
 */
public record FileRow(int number, List<String> cells) {

    /** The cell of this column, empty where the row has none. */
    public String cell(int column) {
        return column < cells.size() ? cells.get(column) : "";
    }

    /** Whether no cell holds anything. */
    public boolean blank() {
        for (String cell : cells) {
            if (!cell.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The length of all cells together, in characters. */
    public int length() {
        int length = 0;
        for (String cell : cells) {
            length += cell.length();
        }
        return length;
    }
}
