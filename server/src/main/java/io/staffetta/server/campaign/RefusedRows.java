package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.CsvOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * The rows of an import that were refused, as a CSV file to be mended and sent again: as they were, followed by the
 * columns {@code line}, {@code error_code} and {@code error}, which reading leaves out.
 */
@Component
public class RefusedRows {

    private static final int PAGE = 200;
    private static final List<String> ADDED = List.of("line", "error_code", "error");

    private final RefusedPages pages;

    RefusedRows(RefusedPages pages) {
        this.pages = pages;
    }

    /**
     * Writes the refused rows that are kept, with the delimiter of the file they came in. Not closed.
     *
     * @param words what is said of a row to its reader
     * @throws IOException if the reader is gone
     */
    public void write(ImportReport report, Function<ImportReport.RefusedRow, String> words, OutputStream out)
            throws IOException {
        String delimiter = report.delimiter();
        CsvOutput csv = new CsvOutput(out, delimiter == null ? ',' : delimiter.charAt(0));
        csv.cells(report.columns()).cells(ADDED).endRow();
        int after = -1;
        while (after < Integer.MAX_VALUE) {
            List<RefusedPages.Page> page = pages.after(report.importId(), RefusedGroup.ALL, after, PAGE);
            for (RefusedPages.Page one : page) {
                write(one, words.apply(one.row()), report.columns().size(), csv);
            }
            after = page.size() < PAGE
                    ? Integer.MAX_VALUE
                    : page.getLast().row().row();
        }
        csv.flush();
    }

    /** Cells beyond the header's columns would land under ours, so they follow behind. */
    private static void write(RefusedPages.Page one, String error, int columns, CsvOutput csv) throws IOException {
        List<String> fields = one.fields();
        for (int i = 0; i < columns; i++) {
            csv.cell(i < fields.size() ? fields.get(i) : "");
        }
        csv.cell(String.valueOf(one.row().row()));
        csv.cell(one.row().code());
        csv.cell(error);
        if (fields.size() > columns) {
            csv.cells(fields.subList(columns, fields.size()));
        }
        csv.endRow();
    }
}
