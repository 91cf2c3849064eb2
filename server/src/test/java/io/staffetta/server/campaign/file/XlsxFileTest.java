package io.staffetta.server.campaign.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class XlsxFileTest {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    @Test
    void aSpreadsheetIsReadWithNumbersAndDates() throws IOException {
        PeopleFileTest.Read read = read(xlsx(sheet -> {
            header(sheet, "Nome", "Telefono", "Scadenza", "Importo", "Vip");
            sheet.value(1, 0, "Niccolò & Žofie");
            sheet.value(1, 1, 3.93331112222E11);
            sheet.value(1, 2, LocalDate.of(2026, 3, 1));
            sheet.style(1, 2).format("dd/mm/yyyy").set();
            sheet.value(1, 3, 19.99);
            sheet.value(1, 4, true);
            sheet.value(3, 0, "Eva");
            sheet.value(3, 1, "+39 333 111 2223");
        }));

        assertThat(read.form().format()).isEqualTo("xlsx");
        assertThat(read.phoneColumn()).isEqualTo(1);
        assertThat(read.cells())
                .containsExactly(
                        List.of("Niccolò & Žofie", "393331112222", "2026-03-01", "19.99", "TRUE"),
                        List.of("Eva", "+39 333 111 2223"));
        assertThat(read.rows()).extracting(FileRow::number).containsExactly(2, 4);
    }

    @Test
    void aSpreadsheetIsRecognisedWhateverItIsCalled() throws IOException {
        byte[] file = xlsx(sheet -> {
            header(sheet, "phone");
            sheet.value(1, 0, "1");
        });

        assertThat(PeopleFileTest.read(file, FileKind.CSV, null).form().format())
                .isEqualTo("xlsx");
    }

    @Test
    void aSheetThatUnpacksToFarMoreThanItWeighsIsRefused() throws IOException {
        byte[] bomb = parts(Map.of("xl/worksheets/sheet1.xml", out -> {
            print(
                    out,
                    "<worksheet xmlns=\"" + MAIN
                            + "\"><sheetData><row><c t=\"inlineStr\"><is><t>phone</t></is></c></row>");
            byte[] row = "<row><c><v>1</v></c></row>".repeat(1_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 2_000; i++) {
                write(out, row);
            }
            print(out, "</sheetData></worksheet>");
        }));

        assertThat(bomb.length).isLessThan(1 << 20);
        refuses("xlsx_too_large", bomb);
    }

    @Test
    void aTextThatUnpacksToFarMoreThanItWeighsIsRefused() throws IOException {
        byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        byte[] bomb = parts(Map.of("xl/sharedStrings.xml", out -> {
            print(out, "<sst xmlns=\"" + MAIN + "\"><si><t>");
            for (int i = 0; i < 200; i++) {
                write(out, blanks);
            }
            print(out, "</t></si></sst>");
        }));

        assertThatThrownBy(() -> read(bomb)).isInstanceOf(Problem.class);
    }

    @Test
    void hostileCellsNeitherExhaustTheMemoryNorGetThrough() throws IOException {
        refuses("xlsx_malformed", sheet("<c r=\"ZZZZZZ1\"><v>1</v></c>"));
        refuses("xlsx_malformed", sheet("<c s=\"x\" t=\"s\"><v>not a number</v></c>"));
        assertThat(read(sheet("<c t=\"s\"><v>999999999</v></c>")).cells()).containsExactly(List.of("", "1"));
        assertThat(read(sheet("<c><v>1E999999999</v></c>")).cells()).containsExactly(List.of("1E999999999", "1"));
    }

    /** What a parser keeps in memory while it reads: one tag, one remark, names, and where it is. */
    @Test
    void whatAParserKeepsIsBounded() throws IOException {
        byte[] noise = noise(6 << 20);
        refuses("xlsx_malformed", sheet("<c s=\"", noise, "\"/>"));
        refuses("xlsx_malformed", sheet("<!--", noise, "-->"));
        refuses("xlsx_malformed", sheet("<?p ", noise, "?>"));
        refuses("xlsx_malformed", sheet("<a>".repeat(100) + "</a>".repeat(100)));
        refuses(
                "xlsx_malformed",
                sheet(IntStream.range(0, 3_000).mapToObj(i -> "<a" + i + "/>").collect(Collectors.joining())));
        refuses(
                "xlsx_malformed",
                sheet(IntStream.range(0, 3_000)
                        .mapToObj(i -> "<c b" + i + "=\"\"/>")
                        .collect(Collectors.joining())));
    }

    @Test
    void textsThatWeighNothingAreCounted() throws IOException {
        byte[] empty = "<si/>".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        byte[] noise = noise(2_000);
        byte[] file = parts(Map.of("xl/sharedStrings.xml", out -> {
            print(out, "<sst xmlns=\"" + MAIN + "\">");
            for (int i = 0; i < 900; i++) {
                write(out, empty);
                print(out, "<!--");
                write(out, noise);
                print(out, "-->");
            }
            print(out, "</sst>");
        }));

        refuses("xlsx_too_large", file);
    }

    @Test
    void whatDescribesTheOthersIsSmall() throws IOException {
        byte[] noise = noise(1 << 20);
        byte[] file = parts(Map.of("_rels/.rels", out -> {
            print(out, "<Relationships>");
            for (int i = 0; i < 20; i++) {
                print(out, "<Relationship Id=\"a\" Type=\"b\" Target=\"");
                write(out, noise);
                print(out, "\"/>");
            }
            print(out, "</Relationships>");
        }));

        refuses("xlsx_too_large", file);
    }

    @Test
    @Timeout(60)
    void aFormatThatNobodyWritesCostsNothing() throws IOException {
        String relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        byte[] file = parts(Map.of(
                "xl/_rels/workbook.xml.rels",
                out -> print(
                        out,
                        "<Relationships><Relationship Id=\"s\" Type=\"" + relations
                                + "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"t\" Type=\""
                                + relations + "/styles\" Target=\"styles.xml\"/></Relationships>"),
                "xl/styles.xml",
                out -> print(
                        out,
                        "<styleSheet><numFmts><numFmt numFmtId=\"200\" formatCode=\"" + "[".repeat(1 << 20)
                                + "\"/></numFmts></styleSheet>")));

        refuses("empty_file", file);
    }

    @Test
    void entitiesOfTheFilesOwnAreNotFollowed() throws IOException {
        byte[] file = parts(Map.of(
                "xl/worksheets/sheet1.xml",
                out -> print(
                        out,
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><worksheet xmlns=\"" + MAIN
                                + "\"><sheetData><row><c t=\"inlineStr\"><is><t>phone</t></is></c></row>"
                                + "<row><c t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>")));

        assertThatThrownBy(() -> read(file)).isInstanceOf(Problem.class);
    }

    @Test
    void whatIsNoSpreadsheetIsRefused() throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("hello.txt"));
            out.write(1);
        }
        refuses("xlsx_malformed", zip.toByteArray());
        refuses("xlsx_malformed", "PK\u0003\u0004 and then nothing of use".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(
                        () -> PeopleFileTest.read("phone\n1\n".getBytes(StandardCharsets.UTF_8), FileKind.XLSX, null))
                .isInstanceOf(Problem.class);
    }

    private static PeopleFileTest.Read read(byte[] file) throws IOException {
        return PeopleFileTest.read(new ByteArrayInputStream(file), FileKind.XLSX, null, FileLimits.DOCUMENTED);
    }

    private static void refuses(String code, byte[] file) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }

    private static byte[] xlsx(Consumer<Worksheet> content) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "Test", "1.0")) {
            content.accept(workbook.newWorksheet("People"));
        }
        return file.toByteArray();
    }

    private static void header(Worksheet sheet, String... names) {
        for (int i = 0; i < names.length; i++) {
            sheet.value(0, i, names[i]);
        }
    }

    private static byte[] sheet(String cells) throws IOException {
        return sheet(cells, new byte[0], "");
    }

    private static byte[] sheet(String before, byte[] cells, String after) throws IOException {
        return parts(Map.of("xl/worksheets/sheet1.xml", out -> {
            print(
                    out,
                    "<worksheet xmlns=\"" + MAIN + "\"><sheetData><row><c t=\"inlineStr\"><is><t>phone</t></is></c>"
                            + "<c t=\"inlineStr\"><is><t>x</t></is></c></row><row>" + before);
            write(out, cells);
            print(out, after + "<c><v>1</v></c></row></sheetData></worksheet>");
        }));
    }

    /** Letters that do not pack well. */
    private static byte[] noise(int length) {
        byte[] letters = new byte[length];
        new Random(7).nextBytes(letters);
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('a' + (letters[i] & 15));
        }
        return letters;
    }

    /** A spreadsheet file written by hand. */
    private static byte[] parts(Map<String, Consumer<OutputStream>> special) throws IOException {
        Map<String, Consumer<OutputStream>> parts = new LinkedHashMap<>();
        String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        String package_ = "http://schemas.openxmlformats.org/package/2006/relationships";
        parts.put(
                "_rels/.rels",
                out -> print(
                        out,
                        "<Relationships xmlns=\"" + package_ + "\"><Relationship Id=\"r\" Type=\"" + office
                                + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
        parts.put(
                "xl/workbook.xml",
                out -> print(
                        out,
                        "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + office
                                + "\"><sheets><sheet name=\"hidden\" state=\"hidden\" r:id=\"h\"/>"
                                + "<sheet name=\"a\" r:id=\"s\"/></sheets></workbook>"));
        parts.put(
                "xl/_rels/workbook.xml.rels",
                out -> print(
                        out,
                        "<Relationships xmlns=\"" + package_ + "\"><Relationship Id=\"s\" Type=\"" + office
                                + "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"t\" Type=\""
                                + office
                                + "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"));
        parts.put(
                "xl/worksheets/sheet1.xml",
                out -> print(out, "<worksheet xmlns=\"" + MAIN + "\"><sheetData/></worksheet>"));
        parts.putAll(special);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, Consumer<OutputStream>> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                part.getValue().accept(zip);
            }
        }
        return file.toByteArray();
    }

    private static void print(OutputStream out, String text) {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
