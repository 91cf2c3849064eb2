package io.staffetta.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import io.staffetta.server.campaign.file.FileKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportsTest {

    private CampaignFixture fixture;
    private long campaign;

    @BeforeAll
    void open() {
        fixture = new CampaignFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void draft() {
        fixture.atCheckpoint(() -> {});
        campaign = fixture.campaign("Ciao {{nome}}, sei di {{città|qui}}?");
    }

    @Test
    void whoIsKnownWithoutANameGetsTheOneOfTheFile() {
        fixture.jdbc().sql("""
                        insert into contact (owner_id, phone, name, created_at)
                        values (:owner, 393331112222, null, now()), (:owner, 393331112223, 'Evita', now())
                        """).param("owner", fixture.owner()).update();

        fixture.csv(campaign, "Nome,phone\nAda Neri,+393331112222\nEva,+393331112223\n");

        assertThat(fixture.jdbc()
                        .sql("select name from contact order by phone")
                        .query(String.class)
                        .list())
                .containsExactly("Ada Neri", "Evita");
    }

    @Test
    void goodRowsAreStoredAndBadOnesReported() {
        fixture.jdbc()
                .sql("insert into opt_out (owner_id, phone, source, at) values (?, 393331112229, 'test', now())")
                .param(fixture.owner())
                .update();

        ImportReport report = fixture.csv(campaign, """
                Nome;Telefono;Città
                Ana;333 111 2222;Forlì

                Eva;12;Roma
                Ugo;+39 333 111 2222;Roma
                Leo;+393331112229;Roma
                ;+393331112223;Roma
                Pia;+393331112224;Roma;extra
                Zoe;+393331112225;
                """);

        assertThat(report.state()).isEqualTo("done");
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.rejected()).isEqualTo(5);
        assertThat(report.columns()).containsExactly("Nome", "Telefono", "Città");
        assertThat(report.phoneColumn()).isEqualTo("Telefono");
        assertThat(report.delimiter()).isEqualTo(";");
        assertThat(report.charset()).isEqualTo("UTF-8");
        assertThat(report.errors())
                .extracting(ImportReport.RefusedRow::row, ImportReport.RefusedRow::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(4, "invalid_number"),
                        org.assertj.core.groups.Tuple.tuple(5, "duplicate"),
                        org.assertj.core.groups.Tuple.tuple(6, "opted_out"),
                        org.assertj.core.groups.Tuple.tuple(7, "missing_variable"),
                        org.assertj.core.groups.Tuple.tuple(8, "too_many_columns"));
        assertThat(report.errors().get(3).detail()).isEqualTo("nome");
        assertThat(report.errorsByCode())
                .isEqualTo(Map.of(
                        "invalid_number",
                        1,
                        "duplicate",
                        1,
                        "opted_out",
                        1,
                        "missing_variable",
                        1,
                        "too_many_columns",
                        1));
        assertThat(recipients()).isEqualTo(2);
        assertThat(counted()).isEqualTo(2);
        assertThat(fixture.jdbc()
                        .sql("select variables::text from recipient where campaign_id = ? and phone = 393331112222")
                        .param(campaign)
                        .query(String.class)
                        .single())
                .isEqualTo("{\"Nome\": \"Ana\", \"Città\": \"Forlì\"}");
    }

    @Test
    void refusedRowsCanBeMendedAndSentAgain() {
        ImportReport first = fixture.csv(campaign, """
                Nome;Telefono;Nota
                =Ana;12;"a ""b"" c"
                ;+393331112223;-5
                Leo;+393331112224;ok
                """);
        String rejected = fixture.rejected(first);
        assertThat(rejected.lines())
                .containsExactly(
                        "\uFEFFNome;Telefono;Nota;line;error_code;error",
                        "'=Ana;12;\"a \"\"b\"\" c\";2;invalid_number;invalid_number too_short",
                        ";+393331112223;'-5;3;missing_variable;missing_variable nome");

        ImportReport second = fixture.csv(
                campaign, rejected.replace(";12;", ";+393331112222;").replace("\n;+39", "\nEva;+39"));

        assertThat(second.rejected()).isZero();
        assertThat(second.accepted()).isEqualTo(2);
        assertThat(second.columns()).containsExactly("Nome", "Telefono", "Nota");
        assertThat(counted()).isEqualTo(3);
    }

    @Test
    void aPersonWhoWasErasedStaysOptedOut() {
        fixture.jdbc().sql("""
                insert into opt_out (owner_id, phone_hash, source, at)
                values (?, suppression_hash(393331115555), 'erased', now())
                """).param(fixture.owner()).update();

        ImportReport report = fixture.csv(campaign, "nome,phone\nAna,+393331115555\nEva,+393331115556\n");

        assertThat(report.errors()).extracting(ImportReport.RefusedRow::code).containsExactly("opted_out");
        assertThat(report.accepted()).isEqualTo(1);
    }

    @Test
    void aCampaignOfWhichSomebodyWasErasedTakesMorePeople() {
        fixture.csv(campaign, "nome,phone\nAna,+393331112222\n");
        fixture.jdbc().sql("update recipient set phone = -id").update();

        assertThat(fixture.csv(campaign, "nome,phone\nEva,+393331112223\n").accepted())
                .isEqualTo(1);
    }

    @Test
    void aSpreadsheetOfTwoHundredThousandPeopleIsRead() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "Test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("Persone");
            sheet.value(0, 0, "Nome");
            sheet.value(0, 1, "Cellulare");
            for (int row = 1; row <= 200_000; row++) {
                sheet.value(row, 0, "Niccolò " + row);
                sheet.value(row, 1, 393_331_000_000L + row);
                if (row % 10_000 == 0) {
                    sheet.flush();
                }
            }
        }

        ImportReport report = fixture.load(campaign, FileKind.XLSX, new ByteArrayInputStream(file.toByteArray()));

        assertThat(report.accepted()).isEqualTo(200_000);
        assertThat(report.format()).isEqualTo("xlsx");
        assertThat(fixture.preview().show(fixture.owner(), campaign, 200_000).text())
                .isEqualTo("Ciao Niccolò 200000, sei di qui?");
    }

    @Test
    void peopleComeAsJsonToo() {
        byte[] body = "{\"recipients\":[{\"phone\":\"+393331112222\",\"nome\":\"Ana\"},{\"phone\":\"12\"}]}"
                .getBytes(StandardCharsets.UTF_8);

        ImportReport report = fixture.load(campaign, FileKind.JSON, new ByteArrayInputStream(body));

        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.errors()).extracting(ImportReport.RefusedRow::row).containsExactly(2);
    }

    @Test
    void aPersonComesIntoACampaignOnce() {
        fixture.csv(campaign, "nome,phone\nAna,+393331112222\n");

        ImportReport again = fixture.csv(campaign, "nome,phone\nAna,+393331112222\nEva,+393331112223\n");

        assertThat(again.accepted()).isEqualTo(1);
        assertThat(again.errorsByCode()).containsOnly(Map.entry("duplicate", 1));
    }

    @Test
    void numbersThatASpreadsheetRoundedAreRefusedAndWholeOnesAreRead() {
        ImportReport report = fixture.csv(campaign, """
                nome,phone
                a,393331112222.0
                b,3.93331112223E+11
                c,3.93331E+11
                d,'+393331112224
                """);

        assertThat(report.errors())
                .extracting(ImportReport.RefusedRow::row, ImportReport.RefusedRow::code, ImportReport.RefusedRow::phone)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(4, "rounded_number", "3.93331E+11"));
        assertThat(report.accepted()).isEqualTo(3);
    }

    @Test
    void textsOfAnyKindAreKeptAsTheyAre() {
        ImportReport report = fixture.csv(
                campaign, "nome,phone,nota\n\"A\u0001 \"\"b\"\" \\ \n c\",+393331112222,\"\uD83D\uDE80 é \u0000x\"\n");

        assertThat(report.accepted()).isEqualTo(1);
        Preview.Shown shown = fixture.preview().show(fixture.owner(), campaign, 1);
        assertThat(shown.variables())
                .containsEntry("nome", "A\u0001 \"b\" \\ \n c")
                .containsEntry("nota", "\uD83D\uDE80 é x");
    }

    @Test
    void aFileThatBreaksOffLeavesNothingBehind() {
        InputStream start = new ByteArrayInputStream(rows(30_000).getBytes(StandardCharsets.UTF_8));
        InputStream broken = new SequenceInputStream(start, new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> fixture.load(campaign, FileKind.CSV, broken)).satisfies(code("upload_broken"));

        assertThat(recipients()).isZero();
        assertThat(counted()).isZero();
        assertThat(states()).containsExactly("failed");
        assertThat(fixture.csv(campaign, rows(10)).accepted()).isEqualTo(10);
    }

    @Test
    void aFileThatCannotBeReadToItsEndLeavesNothingBehind() {
        String file = rows(30_000) + "\"" + "x".repeat(2 << 20);

        assertThatThrownBy(() -> fixture.csv(campaign, file)).satisfies(code("csv_malformed"));

        assertThat(recipients()).isZero();
        assertThat(states()).containsExactly("failed");
    }

    @Test
    void rowsOfAnImportThatDiedWithItsProcessAreRemovedAtTheNextStart() {
        assertThatThrownBy(this::dieInTheMiddle).isInstanceOf(Dead.class);
        assertThat(recipients()).isPositive();
        assertThat(states()).containsExactly("loading");

        fixture.imports().recover();

        assertThat(recipients()).isZero();
        assertThat(counted()).isZero();
        assertThat(states()).containsExactly("failed");
    }

    @Test
    void afterACrashTheFileCanBeSentAgainAtOnce() {
        assertThatThrownBy(this::dieInTheMiddle).isInstanceOf(Dead.class);

        ImportReport report = fixture.csv(campaign, rows(30_000));

        assertThat(report.accepted()).isEqualTo(30_000);
        assertThat(recipients()).isEqualTo(30_000);
        assertThat(states()).containsExactly("failed", "done");
    }

    @Test
    void aSecondFileHasToWaitForTheFirst() {
        AtomicReference<@Nullable Throwable> second = new AtomicReference<>();
        fixture.atCheckpoint(() -> {
            try {
                fixture.csv(campaign, rows(3));
            } catch (Problem e) {
                second.compareAndSet(null, e);
            }
        });

        ImportReport report = fixture.csv(campaign, rows(30_000));

        assertThat(report.accepted()).isEqualTo(30_000);
        assertThat(second.get()).isNotNull().satisfies(code("import_running"));
    }

    @Test
    void anImportInProgressIsNotTakenForADeadOne() {
        AtomicInteger seen = new AtomicInteger();
        fixture.atCheckpoint(() -> {
            fixture.imports().recover();
            seen.set(recipients());
        });

        assertThat(fixture.csv(campaign, rows(30_000)).accepted()).isEqualTo(30_000);
        assertThat(seen.get()).isEqualTo(30_000);
        assertThat(recipients()).isEqualTo(30_000);
    }

    @Test
    void aCampaignThatWasStartedTakesNobodyMore() {
        fixture.started(campaign);

        assertThatThrownBy(() -> fixture.csv(campaign, rows(1))).satisfies(code("campaign_not_editable"));
    }

    @Test
    void aCampaignStartedMeanwhileKeepsNothingOfTheFile() {
        fixture.atCheckpoint(() -> fixture.jdbc()
                .sql("update campaign set status = 'running' where id = ?")
                .param(campaign)
                .update());

        assertThatThrownBy(() -> fixture.csv(campaign, rows(10))).satisfies(code("campaign_not_editable"));
        assertThat(recipients()).isZero();
    }

    @Test
    void anothersCampaignDoesNotExist() {
        assertThatThrownBy(() -> fixture.imports()
                        .load(
                                fixture.owner() + 1,
                                campaign,
                                new ImportOrder(FileKind.CSV, null, null),
                                InputStream.nullInputStream()))
                .satisfies(code("campaign_not_found"));
    }

    @Test
    void onlyTheFirstHundredThousandRefusedRowsAreKept() {
        StringBuilder file = new StringBuilder("nome,phone\n");
        for (int i = 0; i < 100_050; i++) {
            file.append("x,\n");
        }

        ImportReport report = fixture.csv(campaign, file.toString());

        assertThat(report.rejected()).isEqualTo(100_050);
        assertThat(report.rejectedKept()).isEqualTo(100_000);
        assertThat(report.errors()).hasSize(100);
        assertThat(report.errorsByCode()).containsEntry("invalid_number", 100_050);
        assertThat(fixture.rejected(report).lines().count()).isEqualTo(100_001);
    }

    @Test
    void aRowThatIsTooLongIsRefusedAlone() {
        ImportReport report = fixture.csv(
                campaign, "nome,phone,note\na,+393331112222," + "x".repeat(40_000) + "\nb,+393331112223,y\n");

        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.errorsByCode()).containsOnly(Map.entry("row_too_long", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {32_768, 40_000})
    void aRowThatWasCutIsRefusedAgainWhenItComesBackAsItIs(int length) {
        ImportReport first = fixture.csv(
                campaign, "nome,phone,note\na,+393331112222,\"" + "two words ".repeat(length / 10 + 1) + "\"\n");
        String rejected = fixture.rejected(first);
        assertThat(rejected.length()).as("the row is cut").isLessThan(33_200);

        ImportReport second = fixture.csv(campaign, rejected);

        assertThat(second.accepted()).isZero();
        assertThat(second.errorsByCode()).containsOnly(Map.entry("row_too_long", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 500})
    void cellsBeyondTheHeaderAreStillThereWhenTheyComeBack(int beyond) {
        ImportReport first = fixture.csv(campaign, "nome,phone\na,+393331112222" + ",".repeat(beyond) + "Via Roma 1\n");
        assertThat(first.errorsByCode()).containsOnly(Map.entry("too_many_columns", 1));
        String rejected = fixture.rejected(first);

        assertThat(fixture.csv(campaign, rejected).errorsByCode()).containsOnly(Map.entry("too_many_columns", 1));
        assertThat(fixture.csv(campaign, rejected.replace("Via Roma 1", "")).accepted())
                .isOne();
    }

    private static final class Dead extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** As after a kill: the connection is gone, and nobody cleans up. */
    private void dieInTheMiddle() {
        fixture.atCheckpoint(() -> {
            try (Connection other = fixture.dataSource().getConnection()) {
                other.createStatement()
                        .execute(
                                "select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database"
                                        + " where l.locktype = 'advisory' and d.datname = current_database()");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            throw new Dead();
        });
        try {
            fixture.csv(campaign, rows(30_000));
        } finally {
            fixture.atCheckpoint(() -> {});
        }
    }

    static String rows(int count) {
        StringBuilder file = new StringBuilder("nome,phone\n");
        for (int i = 0; i < count; i++) {
            file.append("Ana").append(i).append(",+39333").append(1_000_000 + i).append('\n');
        }
        return file.toString();
    }

    private int recipients() {
        return fixture.count("select count(*) from recipient where campaign_id = ?", campaign);
    }

    private int counted() {
        return fixture.count("select recipients from campaign where id = ?", campaign);
    }

    private List<String> states() {
        return fixture.jdbc()
                .sql("select state from recipient_import where campaign_id = ? order by id")
                .param(campaign)
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static java.util.function.Consumer<Throwable> code(String code) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(Problem.class);
            assertThat(((Problem) thrown).code()).isEqualTo(code);
        };
    }
}
