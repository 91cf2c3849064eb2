package io.staffetta.server.campaign.file;

import io.staffetta.core.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A file of people being read: its columns, which of them holds the phones, and row after row. Holds one row in memory,
 * whatever the size of the file. Not thread-safe.
 */
public final class PeopleFile implements Closeable {

    private static final int SIGNATURE = 4;

    private final RawRows rows;
    private final FileLimits limits;
    private final List<String> columns;
    private final int phoneColumn;
    private final int added;
    private final boolean headed;
    private final @Nullable SwallowedRows swallowed;
    private @Nullable FileRow first;
    private int count;

    private PeopleFile(RawRows rows, FileLimits limits, List<String> columns, Header header) {
        this.rows = rows;
        this.limits = limits;
        this.columns = columns;
        this.phoneColumn = header.phone();
        this.added = header.added();
        this.headed = !header.firstRowIsData();
        String delimiter = rows.form().delimiter();
        this.swallowed = delimiter == null ? null : new SwallowedRows(delimiter, columns.size(), phoneColumn);
    }

    /**
     * Reads a file up to its first row with data.
     *
     * @param in the file; closed with the result
     * @param kind what the sender says it is; an Excel file is recognised whatever the sender says
     * @param phoneColumn the column with the phones, or null to find it by its name
     * @param isPhone whether a text is a phone number for sure: such a first row is data, not a header
     * @throws Problem {@code empty_file}, {@code no_rows}, {@code no_phone_column}, {@code phone_column_not_found},
     *     {@code duplicate_column}, {@code too_many_columns}, {@code file_too_large}, {@code csv_malformed},
     *     {@code xlsx_malformed}, {@code xlsx_too_large}, {@code xls_not_supported}, {@code json_malformed},
     *     {@code not_a_table}
     */
    public static PeopleFile open(
            InputStream in, FileKind kind, @Nullable String phoneColumn, Predicate<String> isPhone, FileLimits limits)
            throws IOException {
        return open(in, kind, phoneColumn, isPhone, limits, ReadAs.FOUND_OUT);
    }

    /** The same, read as the sender says. */
    public static PeopleFile open(
            InputStream in,
            FileKind kind,
            @Nullable String phoneColumn,
            Predicate<String> isPhone,
            FileLimits limits,
            ReadAs readAs)
            throws IOException {
        LimitedStream limited = new LimitedStream(in, n -> n > limits.bytes(), () -> tooLarge(limits));
        RawRows rows = rows(limited, kind, limits, readAs);
        try {
            PeopleFile file = begin(rows, phoneColumn, isPhone, limits, readAs);
            file.first = file.read();
            if (file.first == null) {
                throw new Problem(Problem.Kind.INVALID, "no_rows", "The file has a header and nothing else.");
            }
            return file;
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /** The names of the columns; of JSON those seen so far. */
    public List<String> columns() {
        return columns;
    }

    /** Which column holds the phones. */
    public int phoneColumn() {
        return phoneColumn;
    }

    /** Whether the columns are named by the file itself. */
    public boolean headed() {
        return headed;
    }

    /** What the file turned out to be; complete only after the last row. */
    public FileForm form() {
        return rows.form();
    }

    /** The next row that is not blank, or null after the last one. */
    public @Nullable FileRow next() throws IOException {
        FileRow row = first;
        first = null;
        return row != null ? row : read();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    private @Nullable FileRow read() throws IOException {
        for (FileRow raw = rows.next(); raw != null; raw = rows.next()) {
            if (swallowed != null && swallowed.in(raw)) {
                throw CsvRows.malformed(raw.number());
            }
            FileRow row = clean(raw);
            if (!row.blank()) {
                if (++count > limits.rows()) {
                    throw new Problem(
                            Problem.Kind.TOO_LARGE,
                            "too_many_rows",
                            "The file has more than " + limits.rows() + " rows.",
                            Map.of("limit", limits.rows()));
                }
                return row;
            }
        }
        return null;
    }

    /** Without the columns that our own list of refused rows adds; what stands behind them was the row's own. */
    private FileRow clean(FileRow raw) {
        if (added == 0 || raw.cells().size() <= columns.size()) {
            return cleaned(raw);
        }
        List<String> cells = new ArrayList<>(raw.cells().subList(0, columns.size()));
        if (raw.cells().size() > columns.size() + added) {
            cells.addAll(raw.cells().subList(columns.size() + added, raw.cells().size()));
        }
        return cleaned(new FileRow(raw.number(), cells));
    }

    private static FileRow cleaned(FileRow raw) {
        String[] cells = new String[raw.cells().size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = SafeCells.clean(raw.cells().get(i));
        }
        return new FileRow(raw.number(), Arrays.asList(cells));
    }

    private static RawRows rows(InputStream in, FileKind kind, FileLimits limits, ReadAs readAs) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(in, SIGNATURE);
        byte[] start = peeked.readNBytes(SIGNATURE);
        if (start.length == 0) {
            throw empty();
        }
        peeked.unread(start);
        int signature =
                start.length < SIGNATURE ? 0 : java.nio.ByteBuffer.wrap(start).getInt();
        if (signature == 0xD0CF11E0) {
            throw XlsxRows.oldExcel();
        }
        if (signature == 0x504B0304) {
            return new XlsxRows(peeked, limits);
        }
        return switch (kind) {
            case CSV -> new CsvRows(peeked, readAs);
            case XLSX -> throw XlsxFile.malformed(0);
            case JSON -> new JsonRows(peeked);
        };
    }

    private static RawRows repaired(RawRows rows, ReadAs readAs) {
        return readAs.repaired() ? new RepairedRows(rows) : rows;
    }

    private static PeopleFile begin(
            RawRows raw, @Nullable String phoneColumn, Predicate<String> isPhone, FileLimits limits, ReadAs readAs)
            throws IOException {
        RawRows rows = raw instanceof JsonRows ? raw : repaired(raw, readAs);
        FileRow top = rows.next();
        while (top != null && cleaned(top).blank()) {
            top = rows.next();
        }
        if (top == null) {
            throw empty();
        }
        if (rows instanceof JsonRows json) {
            int phone = Header.phoneAmong(json.names(), phoneColumn);
            Header members = new Header(json.names(), phone, 0, false);
            return new PeopleFile(repaired(new Replayed(top, rows), readAs), limits, json.names(), members);
        }
        List<String> cells = cleaned(top).cells();
        Header header = Header.ofTable(cells, phoneColumn, isPhone, limits, readAs.header());
        RawRows rest = header.firstRowIsData() ? new Replayed(top, rows) : rows;
        return new PeopleFile(rest, limits, header.columns(), header);
    }

    static Problem empty() {
        return new Problem(Problem.Kind.INVALID, "empty_file", "The file is empty.");
    }

    static Problem tooManyColumns(int limit) {
        return new Problem(
                Problem.Kind.INVALID,
                "too_many_columns",
                "The file has more than " + limit + " columns.",
                Map.of("limit", limit));
    }

    private static Problem tooLarge(FileLimits limits) {
        return new Problem(
                Problem.Kind.TOO_LARGE,
                "file_too_large",
                "The file has more than " + (limits.bytes() >> 20) + " MB.",
                Map.of("limitBytes", limits.bytes()));
    }

    /** Gives a row that was read already once more, before the others. */
    private static final class Replayed implements RawRows {

        private final RawRows rest;
        private @Nullable FileRow row;

        Replayed(FileRow row, RawRows rest) {
            this.row = row;
            this.rest = rest;
        }

        @Override
        public @Nullable FileRow next() throws IOException {
            FileRow again = row;
            row = null;
            return again != null ? again : rest.next();
        }

        @Override
        public FileForm form() {
            return rest.form();
        }

        @Override
        public void close() throws IOException {
            rest.close();
        }
    }
}
