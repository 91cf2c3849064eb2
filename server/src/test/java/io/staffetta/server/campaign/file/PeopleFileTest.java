package io.staffetta.server.campaign.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleFileTest {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    @Test
    void aFileOfAnItalianSpreadsheetIsRead() throws IOException {
        Read read = csv("Nome;Città;Cellulare\r\nNiccolò;Forlì;+39 333 111 2222\r\n".getBytes(WINDOWS_1252));

        assertThat(read.form).isEqualTo(new FileForm("csv", "windows-1252", ";"));
        assertThat(read.columns).containsExactly("Nome", "Città", "Cellulare");
        assertThat(read.phoneColumn).isEqualTo(2);
        assertThat(read.cells()).containsExactly(List.of("Niccolò", "Forlì", "+39 333 111 2222"));
    }

    @Test
    void aFileWithTabsInUtf16IsRead() throws IOException {
        byte[] text = "phone\tname\r\n+393331112222\tŽofie\r\n".getBytes(StandardCharsets.UTF_16LE);
        byte[] file = new byte[text.length + 2];
        file[0] = (byte) 0xFF;
        file[1] = (byte) 0xFE;
        System.arraycopy(text, 0, file, 2, text.length);

        Read read = csv(file);

        assertThat(read.form).isEqualTo(new FileForm("csv", "UTF-16LE", "\t"));
        assertThat(read.cells()).containsExactly(List.of("+393331112222", "Žofie"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws IOException {
        assertThat(csv("\uFEFFphone,name\n+393331112222,Ana\n").columns).containsExactly("phone", "name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phone;name\n+393331112222;\"Gio\n+393331112223;Ugo\n",
                "phone;name\n+393331112221;Ana\n+393331112222;\"Gio\n+393331112223;Ugo\n+393331112224;\"Eva\n",
                "name;phone\n\"Gio;+393331112222\nUgo;333 111 2223\n",
                "phone\n\"+393331112222\n+393331112223\n",
            })
    void aQuoteThatTakesInWholeRowsIsAFlawOfTheFile(String file) {
        assertThatThrownBy(() -> csv(file))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("csv_malformed"));
    }

    @Test
    void aTextOfSeveralLinesIsOneCell() throws IOException {
        Read read = csv("phone;name;note\n+393331112222;Ana;\"call 333 111 2223;\nthen write\n\"\n");

        assertThat(read.last()).containsExactly("+393331112222", "Ana", "call 333 111 2223;\nthen write");
    }

    @Test
    void theFirstSpecialCharacterDecidesTheEncodingHoweverLateItComes() throws IOException {
        String rows = "333,Anna Rossi\n".repeat(20_000);

        assertThat(csv(("phone,name\n" + rows + "334,Niccolò\n").getBytes(WINDOWS_1252))
                        .last())
                .containsExactly("334", "Niccolò");
        assertThat(csv(("phone,name\n" + rows + "334,Niccolò\n").getBytes(StandardCharsets.UTF_8))
                        .last())
                .containsExactly("334", "Niccolò");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theDelimiterIsFound(String delimiter) throws IOException {
        Read read = csv("phone,name,note\n1,Ana,\"a,b;c\td|e\"\n2,Eva,x\n".replace(",", delimiter));

        assertThat(read.form.delimiter()).isEqualTo(delimiter);
        assertThat(read.columns).containsExactly("phone", "name", "note");
    }

    @Test
    void decimalCommasDoNotHideTheSemicolon() throws IOException {
        assertThat(csv("telefono;importo;sconto\n333;10,50;1,5\n334;7,00;2,5\n")
                        .form
                        .delimiter())
                .isEqualTo(";");
    }

    @Test
    void aLineThatTellsTheDelimiterIsObeyedAndCounted() throws IOException {
        Read read = csv("sep=;\r\nphone;name\r\n333;a,b\r\n");

        assertThat(read.columns).containsExactly("phone", "name");
        assertThat(read.rows.getFirst().number()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phone", "PHONE", "Phone Number", "telefono", "Cellulare", "NUMERO", "telefone", "celular", "WhatsApp",
                "number", "Móvil", "telepon", "nomor", "HP", "No. HP", "Numero di telefono", "Teléfono móvil", "Tel."
            })
    void thePhoneColumnIsFoundByItsName(String name) throws IOException {
        assertThat(csv("a,b," + name + "\nx,y,333\n").phoneColumn).isEqualTo(2);
    }

    @Test
    void theNumberToWriteToComesBeforeOtherNumbers() throws IOException {
        assertThat(csv("numero,telefono,cellulare\n1,2,3\n").phoneColumn).isEqualTo(2);
    }

    @Test
    void aTableWithoutHeaderIsRecognisedByAPhoneInItsFirstRow() throws IOException {
        Read read = csv("Ana,+393331112222\nEva,+393331112223\n");

        assertThat(read.columns).containsExactly("column1", "phone");
        assertThat(read.rows).extracting(FileRow::number).containsExactly(1, 2);
    }

    @Test
    void rowsAreNumberedAsASpreadsheetShowsThem() throws IOException {
        Read read = csv("phone,note\n1,\"two\nlines\"\n\n,\n2,x\n");

        assertThat(read.rows).extracting(FileRow::number).containsExactly(2, 5);
    }

    @Test
    void ourOwnColumnsAreLeftOutWhenRefusedRowsComeBack() throws IOException {
        Read read = csv("phone,name,line,error_code,error\n333,Ana,7,invalid_number,This is no valid phone number.\n");

        assertThat(read.columns).containsExactly("phone", "name");
        assertThat(read.cells()).containsExactly(List.of("333", "Ana"));
    }

    @Test
    void aGuardedCellLosesItsApostrophe() throws IOException {
        assertThat(csv("phone,a,b,c\n'+39333,'=1+1,'tis,''=x\n").cells())
                .containsExactly(List.of("+39333", "=1+1", "'tis", "'=x"));
    }

    @Test
    void jsonIsReadBareOrWrapped() throws IOException {
        String array = "[{\"phone\":\"+393331112222\",\"name\":\"Ana\"},{\"phone\":393331112223,\"vip\":true}]";

        for (String text : List.of(array, "{\"recipients\":" + array + "}")) {
            Read read = read(text.getBytes(StandardCharsets.UTF_8), FileKind.JSON, null);
            assertThat(read.columns).containsExactly("phone", "name", "vip");
            assertThat(read.cells())
                    .containsExactly(List.of("+393331112222", "Ana"), List.of("393331112223", "", "true"));
        }
    }

    @Test
    void whatCannotBeReadIsRefusedWithACode() {
        refuses("empty_file", "");
        refuses("empty_file", "\n\n,,\n");
        refuses("no_rows", "phone,name\n");
        refuses("no_phone_column", "name,city\nAna,Roma\n");
        refuses("duplicate_column", "phone,name,Name\n333,a,b\n");
        refuses("too_many_columns", "phone" + ",x".repeat(200) + "\n1\n");
        refuses("csv_malformed", "phone,name\n1,\"" + "x".repeat(2 << 20));
        refuses("xls_not_supported", "\u00D0\u00CF\u0011\u00E0....");
        refuses("not_a_table", "\u0089PNG\r\n\u001A\n\0\0\0\rIHDR, +393331112222\n");
        refuses("not_a_table", "%PDF-1.7\n+393331112222\n");
    }

    @Test
    void jsonThatIsNotAListOfFlatObjectsIsRefused() {
        for (String text : List.of("{}", "[1]", "[{\"phone\":{}}]", "[{\"phone\":\"1\"}", "{\"recipients\":3}")) {
            assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8), FileKind.JSON, null))
                    .as(text)
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo("json_malformed"));
        }
    }

    @Test
    void aNamedPhoneColumnMustExist() throws IOException {
        byte[] file = "id,contatto\n1,333\n".getBytes(StandardCharsets.UTF_8);

        assertThat(read(file, FileKind.CSV, "ID").phoneColumn).isZero();
        assertThatThrownBy(() -> read(file, FileKind.CSV, "mobile"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("phone_column_not_found"));
    }

    @Test
    void aFileBeyondTheLimitsIsRefusedWhereTheyEnd() {
        FileLimits small = new FileLimits(1_000, 3, 10, 100, 1 << 20, 10);

        assertThatThrownBy(() -> read(new ByteArrayInputStream(new byte[2_000]), FileKind.CSV, null, small))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("file_too_large"));
        assertThatThrownBy(() -> read(
                        new ByteArrayInputStream("phone\n1\n2\n3\n4\n".getBytes(StandardCharsets.UTF_8)),
                        FileKind.CSV,
                        null,
                        small))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("too_many_rows"));
    }

    @Test
    void whatIsWrittenComesBackAsItWas() throws IOException {
        List<String> values = List.of(
                "=cmd|' /C calc'!A0",
                "+1+1",
                "-5",
                "@sum",
                "'=x",
                "a \"quoted\" text",
                "a,b;c",
                "two\nlines",
                "è",
                "+393331112222",
                "''",
                "'tis");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvOutput csv = new CsvOutput(out, ',');
        csv.cell("phone")
                .cells(Collections.nCopies(values.size(), "x").stream()
                        .map(new Numbered()::of)
                        .toList());
        csv.endRow();
        csv.cell("333").cells(values).endRow();
        csv.flush();

        assertThat(csv(out.toByteArray()).last().subList(1, values.size() + 1)).isEqualTo(values);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("\uFEFF")
                .contains("'=cmd|", "'-5", "'@sum", "'+1+1", ",+393331112222,")
                .endsWith("\r\n");
    }

    private static final class Numbered {
        private int n;

        String of(String name) {
            return name + ++n;
        }
    }

    record Read(FileForm form, List<String> columns, int phoneColumn, List<FileRow> rows) {

        List<List<String>> cells() {
            return rows.stream().map(FileRow::cells).toList();
        }

        List<String> last() {
            return rows.getLast().cells();
        }
    }

    static Read csv(String text) throws IOException {
        return csv(text.getBytes(StandardCharsets.UTF_8));
    }

    static Read csv(byte[] file) throws IOException {
        return read(file, FileKind.CSV, null);
    }

    static Read read(byte[] file, FileKind kind, @Nullable String phoneColumn) throws IOException {
        return read(new ByteArrayInputStream(file), kind, phoneColumn, FileLimits.DOCUMENTED);
    }

    static Read read(InputStream in, FileKind kind, @Nullable String phoneColumn, FileLimits limits)
            throws IOException {
        try (PeopleFile file = PeopleFile.open(in, kind, phoneColumn, cell -> cell.startsWith("+39"), limits)) {
            List<FileRow> rows = new ArrayList<>();
            for (FileRow row = file.next(); row != null; row = file.next()) {
                rows.add(row);
            }
            return new Read(file.form(), List.copyOf(file.columns()), file.phoneColumn(), rows);
        }
    }

    private static void refuses(String code, String text) {
        assertThatThrownBy(() -> csv(text.getBytes(StandardCharsets.ISO_8859_1)))
                .as(code)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }
}
