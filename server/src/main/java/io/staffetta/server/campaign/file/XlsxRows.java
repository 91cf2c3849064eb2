package io.staffetta.server.campaign.file;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the first visible sheet of an XLSX file: texts as they are, numbers in full without an exponent, dates as
 * {@code 2026-03-01} or {@code 2026-03-01T09:30}, formulas by their stored result.
 */
final class XlsxRows implements RawRows {

    private static final int MOST_COLUMNS = 16_384;
    /** As many digits as spreadsheets keep. */
    private static final MathContext SHOWN = new MathContext(15);

    private static final int LONGEST_NUMBER = 40;

    private final XlsxFile file;
    private final Workbook workbook;
    private final XmlPart sheet;
    private final StringBuilder text = new StringBuilder();
    private int row;

    XlsxRows(InputStream in, FileLimits limits) throws IOException {
        file = XlsxFile.receive(in, limits);
        try {
            workbook = Workbook.read(file);
            XmlPart part = file.part(workbook.sheet());
            if (part == null) {
                throw XlsxFile.malformed(0);
            }
            sheet = part;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public @Nullable FileRow next() throws IOException {
        try {
            if (!sheet.find("row", "sheetData")) {
                return null;
            }
            String number = sheet.attribute("r");
            row = Math.max(row + 1, number == null ? 0 : Integer.parseInt(number));
            return new FileRow(row, cells());
        } catch (NumberFormatException e) {
            throw XlsxFile.malformed(row);
        }
    }

    @Override
    public FileForm form() {
        return new FileForm("xlsx", null, null);
    }

    @Override
    public void close() throws IOException {
        try (file) {
            sheet.close();
        }
    }

    private List<String> cells() {
        List<String> cells = new ArrayList<>();
        int next = 0;
        while (sheet.find("c", "row")) {
            int column = column(sheet.attribute("r"), next);
            next = column + 1;
            String value = value();
            if (!value.isEmpty()) {
                while (cells.size() <= column) {
                    cells.add("");
                }
                cells.set(column, value);
            }
        }
        return cells;
    }

    /** The column of a reference such as {@code AB12}; without one the next. */
    private int column(@Nullable String reference, int next) {
        int column = 0;
        for (int i = 0; reference != null && i < reference.length() && Character.isLetter(reference.charAt(i)); i++) {
            column = column * 26 + Character.toUpperCase(reference.charAt(i)) - 'A' + 1;
            if (column < 1 || column > MOST_COLUMNS) {
                throw XlsxFile.malformed(row);
            }
        }
        if (column == 0 && next >= MOST_COLUMNS) {
            throw XlsxFile.malformed(row);
        }
        return column == 0 ? next : column - 1;
    }

    private String value() {
        String type = sheet.attribute("t");
        String style = sheet.attribute("s");
        text.setLength(0);
        while (!sheet.ends("c") && sheet.advance()) {
            if (sheet.starts("v")) {
                sheet.text(text);
            } else if (sheet.starts("is")) {
                SharedStrings.readItem(sheet, text);
            }
        }
        String raw = text.toString();
        if (raw.isEmpty()) {
            return raw;
        }
        return switch (type == null ? "n" : type) {
            case "s" -> workbook.strings().get(Integer.parseInt(raw));
            case "b" -> raw.equals("1") ? "TRUE" : "FALSE";
            case "e" -> "";
            case "n" -> number(raw, style != null && workbook.dateStyles().get(Integer.parseUnsignedInt(style)));
            default -> raw;
        };
    }

    private String number(String raw, boolean date) {
        if (raw.length() > LONGEST_NUMBER) {
            return raw;
        }
        BigDecimal number = new BigDecimal(raw);
        if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
            return raw;
        }
        if (date && number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(2_958_466)) < 0) {
            return date(number);
        }
        BigDecimal shown = number.round(SHOWN);
        return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
    }

    private String date(BigDecimal days) {
        LocalDateTime start =
                workbook.since1904() ? LocalDateTime.of(1904, 1, 1, 0, 0) : LocalDateTime.of(1899, 12, 30, 0, 0);
        long seconds = Math.round(days.doubleValue() * 86_400);
        LocalDateTime time = start.plus(seconds, ChronoUnit.SECONDS);
        boolean dateOnly = time.toLocalTime().equals(LocalTime.MIDNIGHT);
        return dateOnly ? time.toLocalDate().toString() : time.toString();
    }

    /** Old Excel files begin with this. */
    static Problem oldExcel() {
        return new Problem(
                Problem.Kind.INVALID,
                "xls_not_supported",
                "This is an Excel file of the old format (.xls); save it as .xlsx or CSV.");
    }
}
