package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedPostgresTest {

    private static final Path BINARIES = Path.of("target", "postgres").toAbsolutePath();

    @TempDir
    private Path data;

    @AfterEach
    void stop() throws IOException {
        if (Files.exists(data.resolve("pg/postmaster.pid"))) {
            start().close();
        }
    }

    @Test
    void whatWasCommittedIsThereAfterAStopAndAStart() {
        try (EmbeddedPostgres first = start()) {
            jdbc(first).sql("create table kept as select 1 as n").update();
        }
        try (EmbeddedPostgres second = start()) {
            assertThat(jdbc(second)
                            .sql("select n from kept")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void aServerThatOutlivedItsProductIsTakenOver() throws IOException {
        EmbeddedPostgres first = start();
        long pid = pid();
        first.abandon();
        try (EmbeddedPostgres second = start()) {
            assertThat(pid()).isEqualTo(pid);
            assertThat(second.address()).isEqualTo(first.address());
        }
    }

    @Test
    void aKilledServerRecoversOnTheSamePort() throws IOException {
        EmbeddedPostgres first = start();
        jdbc(first).sql("create table kept as select 1 as n").update();
        first.abandon();
        kill(pid());
        try (EmbeddedPostgres second = start()) {
            assertThat(second.address()).isEqualTo(first.address());
            assertThat(jdbc(second)
                            .sql("select n from kept")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(1);
        }
    }

    @Test
    void aDeadServersNumberMayBelongToAnotherProcessNow() throws IOException {
        start().abandon();
        kill(pid());
        Path lock = data.resolve("pg/postmaster.pid");
        String stranger = Long.toString(ProcessHandle.current().pid());
        Files.writeString(lock, stranger + "\n" + data.resolve("pg") + "\n1\n" + 5432 + "\n\n127.0.0.1\n1 1\nready\n");

        try (EmbeddedPostgres second = start()) {
            assertThat(Long.toString(pid())).isNotEqualTo(stranger);
            assertThat(jdbc(second).sql("select 1").query(Integer.class).single())
                    .isEqualTo(1);
        }
    }

    @Test
    void onlyItsOwnerCanReadThePassword() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("pg.password"))))
                    .isEqualTo("rw-------");
            assertThat(postgres.address().password()).hasSizeGreaterThan(20);
        }
    }

    @Test
    void theProductIsNoSuperuserOfItsDatabase() {
        try (EmbeddedPostgres postgres = start()) {
            assertThat(jdbc(postgres)
                            .sql("select current_setting('is_superuser')")
                            .query(String.class)
                            .single())
                    .isEqualTo("off");
        }
    }

    @Test
    void aFolderOfAnotherMajorVersionIsRefusedWithTheWayOut() throws IOException {
        Files.createDirectories(data.resolve("pg"));
        Files.writeString(data.resolve("pg/PG_VERSION"), "17\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(Problem.class)
                .hasMessageContaining("PostgreSQL 17")
                .hasMessageContaining("./run backup")
                .hasMessageContaining("./run restore");
    }

    @Test
    void aServerThatDiesWhileInUseIsStartedAgain() throws IOException {
        try (EmbeddedPostgres postgres = start()) {
            kill(pid());

            await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(jdbc(postgres)
                                    .sql("select 1")
                                    .query(Integer.class)
                                    .single())
                            .isEqualTo(1));
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(data, BINARIES, Map.of());
    }

    private long pid() throws IOException {
        return PostmasterFile.read(data.resolve("pg")).orElseThrow().pid();
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        await().until(() -> !process.isAlive());
    }

    private static JdbcClient jdbc(EmbeddedPostgres postgres) {
        DatabaseAddress address = postgres.address();
        return JdbcClient.create(new DriverManagerDataSource(address.url(), address.user(), address.password()));
    }
}
