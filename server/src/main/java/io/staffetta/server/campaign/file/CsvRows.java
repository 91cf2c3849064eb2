package io.staffetta.server.campaign.file;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.staffetta.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackReader;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV file. A line {@code sep=;}, as spreadsheets write it, is obeyed and is no row. */
final class CsvRows implements RawRows {

    private static final int SAMPLE = 1 << 14;
    /** Beyond this a row cannot be meant: most likely a quote was never closed. */
    private static final int HOPELESS = 1 << 20;

    private static final int MOST_CELLS = 10_000;

    private final DecodedText text;
    private final char delimiter;
    private final CloseableIterator<CsvRecord> records;
    private int row;

    CsvRows(InputStream in, ReadAs readAs) throws IOException {
        text = new DecodedText(in, readAs.charset());
        PushbackReader reader = new PushbackReader(text, SAMPLE);
        char[] buffer = new char[SAMPLE];
        int length = fill(reader, buffer);
        String sample = new String(buffer, 0, length);
        int told = toldDelimiterLine(sample);
        char found = told > 0 ? sample.charAt(4) : Delimiters.guess(sample, length < SAMPLE);
        delimiter = readAs.delimiter() == null ? found : readAs.delimiter();
        reader.unread(buffer, told, length - told);
        row = told > 0 ? 1 : 0;
        records = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .maxBufferSize(HOPELESS)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(MOST_CELLS)
                                .maxFieldSize(HOPELESS)
                                .maxRecordSize(HOPELESS)
                                .build(),
                        reader)
                .iterator();
    }

    @Override
    public @Nullable FileRow next() throws IOException {
        try {
            if (!records.hasNext()) {
                return null;
            }
            row++;
            return new FileRow(row, records.next().getFields());
        } catch (CsvParseException e) {
            throw malformed(row + 1);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public FileForm form() {
        return new FileForm("csv", text.charset(), String.valueOf(delimiter));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    static Problem malformed(int row) {
        return new Problem(
                Problem.Kind.INVALID,
                "csv_malformed",
                "The file cannot be read as CSV from row " + row + " on; often a quote is not closed.",
                Map.of("row", row));
    }

    private static int fill(PushbackReader reader, char[] buffer) throws IOException {
        int length = 0;
        while (length < buffer.length) {
            int read = reader.read(buffer, length, buffer.length - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return length;
    }

    /** The length of a first line like {@code sep=;}, or 0. */
    private static int toldDelimiterLine(String sample) {
        if (!sample.regionMatches(true, 0, "sep=", 0, 4) || sample.length() < 6) {
            return 0;
        }
        int end = sample.charAt(5) == '\r' ? 6 : 5;
        return end < sample.length() && sample.charAt(end) == '\n' ? end + 1 : 0;
    }
}
