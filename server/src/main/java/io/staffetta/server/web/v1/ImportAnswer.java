package io.staffetta.server.web.v1;

import io.staffetta.server.campaign.ImportReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file of people, as the API tells it.
 *
 * @param rejectedKept how many refused rows can be downloaded; of more than 100,000 only the first are kept
 * @param country in whose way its numbers were read
 * @param errors the first 100 refused rows, or those of the group that was asked for; empty in lists
 * @param groups the refused rows by what is said of them; empty in lists
 * @param remarks those that were taken with something to be said of their numbers; empty in lists
 * @param rejectedCsv where to download the refused rows, or null if there are none
 */
record ImportAnswer(
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
        List<ImportReport.Group> groups,
        List<ImportReport.Taken> remarks,
        @Nullable String rejectedCsv,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    /**
     * A row that was refused, as {@link ImportReport.RefusedRow} has it.
     *
     * @param message why, in the caller's language
     */
    record RefusedRow(
            int row,
            String code,
            @Nullable String detail,
            String message,
            String phone,
            @Nullable String country,
            List<String> numbers,
            ImportReport.@Nullable Proposal proposal,
            ImportReport.@Nullable Place sameAs) {

        static RefusedRow of(ImportReport.RefusedRow row, RowTexts.Words words) {
            return new RefusedRow(
                    row.row(),
                    row.code(),
                    row.detail(),
                    words.of(row),
                    row.phone(),
                    row.country(),
                    row.numbers(),
                    row.proposal(),
                    row.sameAs());
        }

        /** Without the phones. */
        @Override
        public String toString() {
            return "RefusedRow[" + row + ", " + code + "]";
        }
    }

    static ImportAnswer of(String campaign, ImportReport report, RowTexts.Words words) {
        return new ImportAnswer(
                report.importId(),
                report.state(),
                report.fileName(),
                report.format(),
                report.charset(),
                report.delimiter(),
                report.columns(),
                report.phoneColumn(),
                report.country(),
                report.accepted(),
                report.rejected(),
                report.rejectedKept(),
                report.errors().stream().map(row -> RefusedRow.of(row, words)).toList(),
                report.errorsByCode(),
                report.groups(),
                report.remarks(),
                report.rejected() == 0
                        ? null
                        : "/api/v1/campaigns/" + campaign + "/imports/" + report.importId() + "/rejected.csv",
                report.error(),
                report.createdAt(),
                report.finishedAt());
    }
}
