package io.staffetta.server.campaign;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a file of people, as it would be read.
 *
 * @param format {@code csv}, {@code xlsx} or {@code json}
 * @param charset the encoding of a text file, as far as this part of it tells
 * @param delimiter what separates the cells of a text file
 * @param headed whether its first row names the columns
 * @param country in which its numbers are read
 * @param phoneColumn the column that looks like the one with the phones, or null if none does
 * @param rows the first ones
 * @param garbled cells of them that look as if they had been read wrongly once, and what they would be if repaired; the
 *     first few
 * @param earlier when the same file was read before, the latest first; empty if only its beginning is known
 */
public record FirstLook(
        String format,
        @Nullable String charset,
        @Nullable String delimiter,
        boolean headed,
        String country,
        List<String> columns,
        @Nullable String phoneColumn,
        List<Row> rows,
        List<Garbled> garbled,
        List<EarlierImports.Earlier> earlier) {

    /**
     * A cell that looks as if it had been read wrongly before it was written.
     *
     * @param row where it stands in the file
     */
    public record Garbled(int row, String column, String written, String repaired) {

        /** Without what it says of a person. */
        @Override
        public String toString() {
            return "Garbled[" + row + ", " + column + "]";
        }
    }

    /**
     * A row.
     *
     * @param row where it stands in the file; the header of a table is row 1
     * @param cells as many as there are columns
     * @param phone what is read from the phone's cell, such as {@code +39 333 111 2222}, or null
     * @param code why that is no number, as the import will say it, or null
     * @param detail of that, such as {@code too_short}
     * @param country for which a number was taken, where that was inferred, or by whose numbers it was measured
     * @param proposal what the number may have been meant to be
     */
    public record Row(
            int row,
            List<String> cells,
            @Nullable String phone,
            @Nullable String code,
            @Nullable String detail,
            @Nullable String country,
            @Nullable String proposal) {

        /** Without what it says of a person. */
        @Override
        public String toString() {
            return "Row[" + row + "]";
        }
    }
}
