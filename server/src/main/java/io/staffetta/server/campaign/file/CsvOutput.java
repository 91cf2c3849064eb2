package io.staffetta.server.campaign.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a CSV file that spreadsheet programs open safely: RFC 4180, UTF-8 with a byte order mark, every cell guarded by
 * {@link SafeCells}. Not thread-safe; not closed by itself.
 */
public final class CsvOutput {

    private static final int BUFFER = 1 << 16;

    private final OutputStream out;
    private final char delimiter;
    private final StringBuilder buffer = new StringBuilder(BUFFER + 1024);
    private boolean inRow;

    /** Begins a file with this delimiter. */
    public CsvOutput(OutputStream out, char delimiter) {
        this.out = out;
        this.delimiter = delimiter;
        buffer.append('\uFEFF');
    }

    /** Writes one cell of the current row. */
    public CsvOutput cell(String text) {
        if (inRow) {
            buffer.append(delimiter);
        }
        inRow = true;
        append(SafeCells.guard(text));
        return this;
    }

    /** Writes several cells of the current row. */
    public CsvOutput cells(List<String> texts) {
        texts.forEach(this::cell);
        return this;
    }

    /** Ends the current row. */
    public void endRow() throws IOException {
        buffer.append("\r\n");
        inRow = false;
        if (buffer.length() >= BUFFER) {
            flush();
        }
    }

    /** Hands everything written so far to the stream. */
    public void flush() throws IOException {
        out.write(buffer.toString().getBytes(StandardCharsets.UTF_8));
        buffer.setLength(0);
        out.flush();
    }

    private void append(String text) {
        if (!needsQuotes(text)) {
            buffer.append(text);
            return;
        }
        buffer.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                buffer.append('"');
            }
            buffer.append(c);
        }
        buffer.append('"');
    }

    private boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == delimiter || c == '"' || c == '\n' || c == '\r' || c == '\t') {
                return true;
            }
        }
        return !text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ');
    }
}
