package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.CsvOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The rows of an import that were refused, as a CSV file to be mended and sent again: as they were, followed by the
 * columns {@code row}, {@code error} and {@code message}, which reading leaves out.
 */
@Component
public class RefusedRows {

    private static final int PAGE = 1_000;

    private final JdbcClient jdbc;

    /** Reads through this client. */
    public RefusedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes the refused rows that are kept, with the delimiter of the file they came in. Not closed.
     *
     * @throws IOException if the reader is gone
     */
    public void write(ImportReport report, OutputStream out) throws IOException {
        String delimiter = report.delimiter();
        CsvOutput csv = new CsvOutput(out, delimiter == null ? ',' : delimiter.charAt(0));
        csv.cells(report.columns()).cells(List.of("row", "error", "message")).endRow();
        int after = -1;
        while (after < Integer.MAX_VALUE) {
            List<Refused> page = page(report.importId(), after);
            for (Refused row : page) {
                write(row, report.columns().size(), csv);
            }
            after = page.size() < PAGE ? Integer.MAX_VALUE : page.getLast().row();
        }
        csv.flush();
    }

    private record Refused(int row, String code, @Nullable String detail, List<String> fields) {}

    /** Cells beyond the header's columns would land under ours, so they follow behind. */
    private static void write(Refused row, int columns, CsvOutput csv) throws IOException {
        for (int i = 0; i < columns; i++) {
            csv.cell(i < row.fields().size() ? row.fields().get(i) : "");
        }
        csv.cell(String.valueOf(row.row()));
        csv.cell(row.code());
        csv.cell(RowError.of(row.code()).message(row.detail()));
        if (row.fields().size() > columns) {
            csv.cells(row.fields().subList(columns, row.fields().size()));
        }
        csv.endRow();
    }

    private List<Refused> page(long importId, int after) {
        return jdbc.sql("""
                select row_no, code, detail, fields from recipient_rejection
                where import_id = ? and row_no > ? order by row_no limit ?
                """)
                .params(importId, after, PAGE)
                .query((row, n) -> new Refused(row.getInt(1), row.getString(2), row.getString(3), fields(row)))
                .list();
    }

    private static List<String> fields(ResultSet row) throws SQLException {
        Array fields = row.getArray(4);
        return List.of((String[]) fields.getArray());
    }
}
