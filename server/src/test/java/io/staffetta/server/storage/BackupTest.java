package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

class BackupTest {

    private final Clock clock = Clock.fixed(Instant.parse("2026-03-10T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void create() throws IOException {
        source = TestDatabase.create();
        target = TestDatabase.createEmpty();
        new ResourceDatabasePopulator(new ClassPathResource("io/staffetta/server/storage/busy.sql"))
                .execute(source.dataSource());
        Files.createDirectories(folder.resolve("old/keys"));
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(folder.resolve("old/keys/vault.key"), "secret");
    }

    @AfterEach
    void drop() {
        source.close();
        target.close();
    }

    @Test
    void aRestoredDatabaseHoldsTheSameRows() throws Exception {
        restore(backup());

        assertThat(rows(target, "select id, name, public_id, recipients from campaign order by id"))
                .isEqualTo(rows(source, "select id, name, public_id, recipients from campaign order by id"));
        assertThat(rows(target, "select id, phone, body, due_at from message order by id"))
                .isEqualTo(rows(source, "select id, phone, body, due_at from message order by id"));
        assertThat(rows(target, "select kind, phase from message_event where reason is distinct from 'restored'"))
                .isEqualTo("message queued;");
    }

    @Test
    void newRowsGetNumbersBeyondTheRestoredOnes() throws Exception {
        restore(backup());

        String next = "select nextval('message_ids') > max(id) from message";
        assertThat(rows(target, next)).isEqualTo("t;");
        target.jdbc()
                .sql("insert into app_user (email, password_hash, created_at) values ('b@example.org', 'x', now())")
                .update();
        assertThat(rows(target, "select count(*) from app_user")).isEqualTo("2;");
    }

    @Test
    void restoredCampaignsAndLanesWaitForAPerson() throws Exception {
        restore(backup());

        assertThat(rows(target, "select name, status, status_reason from campaign order by id"))
                .isEqualTo("running paused restored;scheduled draft restored;finished completed null;");
        assertThat(rows(target, "select kind, status from lane order by id"))
                .isEqualTo("campaign paused;direct paused;");
    }

    @Test
    void restoredMessagesThatMayHaveLeftAreInDoubt() throws Exception {
        restore(backup());

        assertThat(rows(target, "select state, count(*) from message group by state order by state"))
                .isEqualTo("in_doubt 1;queued 2;sent 1;");
        assertThat(rows(target, "select in_doubt from campaign where name = 'running'"))
                .isEqualTo("1;");
        assertThat(rows(target, "select phase from message_event where message_id = 3 and reason = 'restored'"))
                .isEqualTo("in_doubt;");
    }

    @Test
    void theStreamBeginsANewGeneration() throws Exception {
        source.jdbc()
                .sql("insert into setting values ('stream_generation', 'old')")
                .update();
        restore(backup());

        assertThat(rows(target, "select value <> 'old' from setting where name = 'stream_generation'"))
                .isEqualTo("t;");
    }

    @Test
    void whatHappenedBeforeKeepsTheGenerationItHappenedIn() throws Exception {
        source.jdbc()
                .sql("insert into setting values ('stream_generation', 'old')")
                .update();
        restore(backup());

        assertThat(rows(target, """
                select generation, (select max(id) from message_event where reason is distinct from 'restored') <= last_event,
                    (select min(id) from message_event where reason = 'restored') > last_event
                from past_generation
                """)).isEqualTo("old t t;");
    }

    @Test
    void theKeysComeAlongAndOnlyTheirOwnerReadsThem() throws Exception {
        Path file = backup();
        restore(file);

        Path key = folder.resolve("new/keys/vault.key");
        assertThat(key).hasContent("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aTornFileChangesNothing() throws Exception {
        Path file = backup();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertDamaged(file);
    }

    @Test
    void anAlteredFileChangesNothing() throws Exception {
        Path file = backup();
        byte[] bytes = Files.readAllBytes(file);
        String name = "tables/message.copy";
        int content = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
        bytes[content + 20] ^= 1;
        Files.write(file, bytes);

        assertDamaged(file);
    }

    @Test
    void aDatabaseWithTablesIsNotOverwritten() throws Exception {
        Path file = backup();
        restore(file);

        assertThatThrownBy(() -> restore(file))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("restore_target_not_empty"));
    }

    private Path backup() throws IOException, SQLException {
        Path file = folder.resolve("backup.zip");
        try (Connection connection = source.dataSource().getConnection()) {
            new Backup(folder.resolve("old"), clock).write(connection, file);
        }
        return file;
    }

    private void restore(Path file) throws IOException, SQLException {
        try (BackupFile backup = BackupFile.open(file)) {
            new Restore(folder.resolve("new"), target.dataSource(), clock).read(backup);
        }
    }

    private void assertDamaged(Path file) {
        assertThatThrownBy(() -> restore(file))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("backup_damaged"));
        assertThat(rows(target, "select count(*) from pg_tables where schemaname = 'public'"))
                .isEqualTo("0;");
    }

    private static String rows(TestDatabase database, String sql) {
        return String.join(
                "",
                database.jdbc()
                        .sql(sql)
                        .query((row, _) -> {
                            StringBuilder line = new StringBuilder();
                            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                                line.append(i == 1 ? "" : " ").append(row.getString(i));
                            }
                            return line.append(';').toString();
                        })
                        .list());
    }
}
