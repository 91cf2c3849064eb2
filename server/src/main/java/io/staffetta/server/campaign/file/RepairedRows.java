package io.staffetta.server.campaign.file;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a file in which text that was read wrongly before it was written is put right. */
final class RepairedRows implements RawRows {

    private final RawRows rows;

    RepairedRows(RawRows rows) {
        this.rows = rows;
    }

    @Override
    public @Nullable FileRow next() throws IOException {
        FileRow row = rows.next();
        return row == null ? null : repaired(row);
    }

    private static FileRow repaired(FileRow row) {
        List<String> cells = row.cells().stream()
                .map(cell -> GarbledText.repaired(cell).orElse(cell))
                .toList();
        return new FileRow(row.number(), cells);
    }

    @Override
    public FileForm form() {
        return rows.form();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
