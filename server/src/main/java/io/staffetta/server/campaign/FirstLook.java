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
 */
public record FirstLook(
        String format,
        @Nullable String charset,
        @Nullable String delimiter,
        boolean headed,
        String country,
        List<String> columns,
        @Nullable String phoneColumn,
        List<Row> rows) {

    /**
     * A row.
     *
     * @param row where it stands in the file; the header of a table is row 1
     * @param cells as many as there are columns
     * @param phone what is read from the phone's cell, such as {@code +39 333 111 2222}, or null
     * @param code why that is no number, as the import will say it, or null
     */
    public record Row(
            int row,
            List<String> cells,
            @Nullable String phone,
            @Nullable String code) {

        /** Without what it says of a person. */
        @Override
        public String toString() {
            return "Row[" + row + "]";
        }
    }
}
