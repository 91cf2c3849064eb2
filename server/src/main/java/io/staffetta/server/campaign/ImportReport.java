package io.staffetta.server.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file of people.
 *
 * @param state {@code loading} while rows come in, then {@code done} or {@code failed}; a failed one left nothing behind
 * @param format {@code csv}, {@code xlsx} or {@code json}
 * @param columns the columns of the file, which are the variables of its recipients
 * @param phoneColumn which of them holds the phones
 * @param accepted rows that became recipients; while it is loading, so far
 * @param rejected rows that did not
 * @param rejectedKept how many of those are kept and can be downloaded: at most 100,000
 * @param errors the first 100 of them
 * @param errorsByCode how many for which reason
 * @param error why it failed, as a stable code
 */
public record ImportReport(
        long importId,
        String state,
        @Nullable String fileName,
        String format,
        @Nullable String charset,
        @Nullable String delimiter,
        List<String> columns,
        String phoneColumn,
        int accepted,
        int rejected,
        int rejectedKept,
        List<RefusedRow> errors,
        Map<String, Integer> errorsByCode,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /**
     * A row that was refused.
     *
     * @param row where it stands in the file; the header of a table is row 1
     * @param code the {@link RowError}
     * @param message one English sentence
     * @param phone the cell with the phone, as it was written
     */
    public record RefusedRow(int row, String code, String message, String phone) {

        /** Without the phone. */
        @Override
        public String toString() {
            return "RefusedRow[" + row + ", " + code + "]";
        }
    }
}
