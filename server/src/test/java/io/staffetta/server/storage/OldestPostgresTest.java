package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The oldest PostgreSQL that is supported as an external database, where the machine has one. */
class OldestPostgresTest {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql/15");

    @TempDir
    private Path data;

    @Test
    void theMigrationsRunOnPostgres15() throws IOException {
        assumeTrue(Files.isExecutable(INSTALLED.resolve("bin/initdb")), "there is no PostgreSQL 15 in " + INSTALLED);
        PostgresHome home = new PostgresHome(
                data, data.resolve("pg"), new PostgresBundle(INSTALLED, "15"), PostgresAccount.choose(0));
        initialise(home);
        Postmaster postmaster = new Postmaster(home);
        int port = postmaster.attachOrStart(Map.of());
        try {
            check(home.address(port, EmbeddedPostgres.SUPERUSER, "postgres"));
        } finally {
            postmaster.stop("fast");
        }
    }

    private static void check(DatabaseAddress address) {
        assertThat(ExternalDatabase.open(address).address()).isEqualTo(address);
        DriverManagerDataSource source = new DriverManagerDataSource(address.url(), address.user(), address.password());
        Migrations.run(source);
        new EventPartitions(source, Clock.systemUTC(), Duration.ofDays(30)).keep();

        assertThat(JdbcClient.create(source)
                        .sql("select current_setting('server_version_num')::int / 10000")
                        .query(Integer.class)
                        .single())
                .isEqualTo(15);
        assertThat(JdbcClient.create(source)
                        .sql("select count(*) from pg_inherits where inhparent = 'message_event'::regclass")
                        .query(Integer.class)
                        .single())
                .isEqualTo(6);
    }

    private static void initialise(PostgresHome home) throws IOException {
        Folders.writeSecret(home.passwordFile(), "secret\n");
        Path secret = home.data().resolve("secret");
        Files.writeString(secret, "secret\n");
        Path cluster = Files.createDirectory(
                home.cluster(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        home.account().giveNamed(cluster);
        Subprocess initdb = Subprocess.run(home.account()
                .namedCommand(List.of(
                        home.bundle().program("initdb"),
                        "--pgdata=" + cluster,
                        "--username=" + EmbeddedPostgres.SUPERUSER,
                        "--pwfile=" + secret,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C")));
        assertThat(initdb.output()).contains("Success");
        Files.writeString(
                cluster.resolve("postgresql.conf"), "\ninclude 'staffetta.conf'\n", StandardOpenOption.APPEND);
        home.account().give(cluster);
    }
}
