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
 * @param country in whose way its numbers were read, two letters
 * @param accepted rows that became recipients; while it is loading, so far
 * @param rejected rows that did not
 * @param rejectedKept how many of those are kept and can be downloaded: at most 100,000
 * @param errors the first 100 of them
 * @param errorsByCode how many for which reason
 * @param groups the refused rows that are kept, by what is said of them; empty in lists
 * @param remarks the rows that became recipients and have something to be said of their numbers; empty in lists
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
        String country,
        int accepted,
        int rejected,
        int rejectedKept,
        List<RefusedRow> errors,
        Map<String, Integer> errorsByCode,
        List<Group> groups,
        List<Taken> remarks,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /**
     * Rows that were refused for the same.
     *
     * @param code the {@link RowError}
     * @param detail of it, such as {@code too_short}
     * @param repair by which their numbers would exist, such as {@code ninth_digit}
     */
    public record Group(
            String code, @Nullable String detail, @Nullable String repair, int count) {}

    /**
     * Rows that were taken, with something to be said of them.
     *
     * @param remark the {@link Remark}
     * @param country for which their numbers were taken, where that was inferred
     */
    public record Taken(String remark, @Nullable String country, int count) {}

    /**
     * A number that a refused row may have been meant to have.
     *
     * @param repair what was changed, such as {@code ninth_digit}
     * @param phone such as {@code +55 11 98765 4321}
     */
    public record Proposal(String repair, String phone) {

        /** Without the phone. */
        @Override
        public String toString() {
            return "Proposal[" + repair + "]";
        }
    }

    /** A row of a file. */
    public record Place(long importId, int row) {}

    /**
     * A row that was refused.
     *
     * @param row where it stands in the file; the header of a table is row 1
     * @param code the {@link RowError}
     * @param detail of it: what is wrong with a number, which variable is missing
     * @param phone the cell with the phone, as it was written
     * @param country by whose numbers it was measured
     * @param numbers those that stand in the cell, where they are several
     * @param sameAs the row of which it is a duplicate, as long as that one is in the campaign
     */
    public record RefusedRow(
            int row,
            String code,
            @Nullable String detail,
            String phone,
            @Nullable String country,
            List<String> numbers,
            @Nullable Proposal proposal,
            @Nullable Place sameAs) {

        /** Without the phones. */
        @Override
        public String toString() {
            return "RefusedRow[" + row + ", " + code + "]";
        }
    }
}
