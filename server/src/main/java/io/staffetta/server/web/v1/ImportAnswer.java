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
 * @param errors the first 100 refused rows; empty in lists
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
        int accepted,
        int rejected,
        int rejectedKept,
        List<ImportReport.RefusedRow> errors,
        Map<String, Integer> errorsByCode,
        @Nullable String rejectedCsv,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant finishedAt) {

    static ImportAnswer of(String campaign, ImportReport report) {
        return new ImportAnswer(
                report.importId(),
                report.state(),
                report.fileName(),
                report.format(),
                report.charset(),
                report.delimiter(),
                report.columns(),
                report.phoneColumn(),
                report.accepted(),
                report.rejected(),
                report.rejectedKept(),
                report.errors(),
                report.errorsByCode(),
                report.rejected() == 0
                        ? null
                        : "/api/v1/campaigns/" + campaign + "/imports/" + report.importId() + "/rejected.csv",
                report.error(),
                report.createdAt(),
                report.finishedAt());
    }
}
