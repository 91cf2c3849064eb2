package io.staffetta.server.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The last entry of a backup: what is in it, so that a torn or damaged file is told from a whole one before anything is
 * changed.
 *
 * @param format how to read the file; other numbers are other formats
 * @param schema the schema version its rows fit
 * @param sequences the last value each has given
 */
record BackupManifest(
        int format,
        Instant createdAt,
        String schema,
        List<Table> tables,
        Map<String, Long> sequences,
        List<KeyFile> files) {

    static final int FORMAT = 1;
    static final String NAME = "manifest.json";

    BackupManifest {
        tables = List.copyOf(tables);
        sequences = Map.copyOf(sequences);
        files = List.copyOf(files);
    }

    long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** A table's rows, in PostgreSQL's text format for COPY. */
    record Table(String name, List<String> columns, long rows, String sha256) {

        String entry() {
            return "tables/" + name + ".copy";
        }
    }

    /**
     * A file of the data folder.
     *
     * @param path relative to the data folder
     */
    record KeyFile(String path, String sha256) {

        String entry() {
            return "files/" + path;
        }
    }
}
