package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.FileLimits;
import io.staffetta.server.campaign.file.FileRow;
import io.staffetta.server.campaign.file.PeopleFile;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rows of one file on their way into one campaign. */
final class ImportRun {

    private static final String CUT = "…";

    private final long campaignId;
    private final long importId;
    private final PeopleFile file;
    private final RowCheck check;
    private final ChunkWriter writer;
    private final VariableJson variables;
    private final Map<RowError, Integer> errors = new EnumMap<>(RowError.class);
    private int accepted;
    private int refused;

    ImportRun(long campaignId, long importId, PeopleFile file, RowCheck check, ChunkWriter writer) {
        this.campaignId = campaignId;
        this.importId = importId;
        this.file = file;
        this.check = check;
        this.writer = writer;
        this.variables = new VariableJson(file.columns(), file.phoneColumn());
    }

    /** Reads the file to its end; everything is committed when this returns. */
    void load() throws IOException, SQLException {
        ImportChunk chunk = new ImportChunk();
        for (FileRow row = file.next(); row != null; row = file.next()) {
            take(row, chunk);
            if (chunk.full()) {
                chunk = writer.write(chunk);
            }
        }
        writer.write(chunk);
        writer.finish();
    }

    int accepted() {
        return accepted;
    }

    Map<RowError, Integer> errors() {
        return errors;
    }

    private void take(FileRow row, ImportChunk chunk) {
        switch (check.judge(row)) {
            case RowCheck.Verdict.Accepted(PhoneCells.Reading phone) -> {
                accepted++;
                chunk.accept(campaignId, importId, row, phone, variables);
            }
            case RowCheck.Verdict.Refused why -> {
                errors.merge(why.error(), 1, Integer::sum);
                if (++refused <= ImportLedger.MOST_KEPT) {
                    chunk.refuse(importId, row, why, shortened(row));
                } else {
                    chunk.refuseUnkept();
                }
            }
        }
    }

    /**
     * A row that is too long is kept as far as the limit goes, and one character more: whoever sends it back as it is gets it
     * refused again, for nobody is written to with half of a row. Of very many cells the empty ones are left out.
     */
    private static List<String> shortened(FileRow row) {
        int left = FileLimits.DOCUMENTED.rowLength();
        List<String> cells = new ArrayList<>();
        for (String cell : row.cells()) {
            if (cell.length() > left) {
                cells.add(cell.substring(0, left) + CUT);
                break;
            }
            if (!cell.isEmpty() || cells.size() < FileLimits.DOCUMENTED.columns() * 2) {
                cells.add(cell);
            }
            left -= cell.length();
        }
        return cells;
    }
}
