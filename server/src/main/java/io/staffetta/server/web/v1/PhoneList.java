package io.staffetta.server.web.v1;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.staffetta.core.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Reads lists of numbers as people send them; rows that hold none are reported, not fatal. */
final class PhoneList {

    private static final int MOST = 1_000_000;
    private static final int EXAMPLES = 100;
    private static final int LONGEST_HEADING = 4096;
    private static final Set<String> HEADINGS =
            Set.of("phone", "phonenumber", "phone_number", "number", "telefono", "numero", "telefone", "nomor");

    private final ToLongFunction<String> number;
    private final Set<Long> phones = new LinkedHashSet<>();
    private final List<Refused> examples = new ArrayList<>();
    private int rows;
    private int refused;

    /**
     * Reads with this.
     *
     * @param number answers the digits, or throws a {@link Problem}
     */
    PhoneList(ToLongFunction<String> number) {
        this.number = number;
    }

    /** A row without a number. */
    record Refused(int row, String code) {}

    /**
     * What was read.
     *
     * @param rows how many rows there were
     * @param refused how many of them hold no number
     * @param examples the first of those
     */
    record Read(Set<Long> phones, int rows, int refused, List<Refused> examples) {}

    Read of(List<String> written) {
        written.forEach(this::row);
        return read();
    }

    /**
     * Reads a CSV. Its separator is the one that its first line has.
     *
     * @throws Problem {@code invalid_csv}
     */
    Read ofCsv(BufferedReader csv) throws IOException {
        int column = -1;
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().fieldSeparator(separator(csv)).ofCsvRecord(csv)) {
            for (CsvRecord record : reader) {
                List<String> fields = record.getFields();
                if (column < 0) {
                    column = heading(fields);
                    if (column >= 0) {
                        continue;
                    }
                    column = 0;
                }
                row(column < fields.size() ? fields.get(column) : "");
            }
        } catch (CsvParseException e) {
            throw new Problem(Problem.Kind.INVALID, "invalid_csv", "This is not a CSV that can be read.");
        }
        return read();
    }

    private static char separator(BufferedReader csv) throws IOException {
        csv.mark(LONGEST_HEADING);
        char[] beginning = new char[LONGEST_HEADING];
        int length = csv.read(beginning);
        csv.reset();
        for (int i = 0; i < length && beginning[i] != '\n'; i++) {
            if (beginning[i] == ',' || beginning[i] == ';' || beginning[i] == '\t') {
                return beginning[i];
            }
        }
        return ',';
    }

    private static int heading(List<String> fields) {
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i).replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
            if (HEADINGS.contains(field)) {
                return i;
            }
        }
        return -1;
    }

    private void row(String written) {
        rows++;
        if (rows > MOST) {
            throw new Problem(Problem.Kind.TOO_LARGE, "list_too_long", "A list has at most " + MOST + " rows.");
        }
        try {
            phones.add(number.applyAsLong(written));
        } catch (Problem notANumber) {
            refused++;
            if (examples.size() < EXAMPLES) {
                examples.add(new Refused(rows, notANumber.code()));
            }
        }
    }

    private Read read() {
        return new Read(phones, rows, refused, examples);
    }
}
