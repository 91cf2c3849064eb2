package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MigrationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path migrations;

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aMigrationMayTakeLongerThanAnybodyMayBeIdleInATransaction() throws IOException {
        Files.writeString(migrations.resolve("V1__long.sql"), "create table made as select 1 as one from pg_sleep(2)");
        try (TestDatabase empty = TestDatabase.createEmpty()) {
            String url = empty.jdbcUrl() + "?options=-c%20idle_in_transaction_session_timeout=300ms";
            DriverManagerDataSource strict = new DriverManagerDataSource(
                    url, empty.address().user(), empty.address().password());

            Migrations.run(Migrations.configured(Flyway.configure())
                    .dataSource(strict)
                    .locations("filesystem:" + migrations)
                    .load());

            assertThat(empty.jdbc()
                            .sql("select count(*) from made")
                            .query(Integer.class)
                            .single())
                    .isOne();
        }
    }

    @Test
    void anOlderVersionWorksOnASchemaThatOnlyHadThingsAddedAndLeavesItAsItIs() throws IOException {
        next("V2__more.sql", "alter table message add column note text;");
        Map<String, String> moves = new HashMap<>(newer().getPlaceholders());
        moves.computeIfPresent("messageMoves", (name, known) -> known + ",'sent>elsewhere'");
        Migrations.run(newer().placeholders(moves).load());
        assertThat(guard()).contains("sent>elsewhere");

        Migrations.run(source());

        assertThat(guard()).as("the newer version's table of moves").contains("sent>elsewhere");
    }

    @Test
    void anOlderVersionRefusesASchemaThatItCannotWorkOn() throws IOException {
        next("V2__less.sql", "insert into setting (name, value) values ('oldest_schema', '2');");
        Migrations.run(newer().load());

        assertThatThrownBy(() -> Migrations.run(source())).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("schema_too_new");
            assertThat(problem.getMessage()).contains("schema 2", "schema 1").doesNotContain("\n");
        });
        Migrations.run(newer().load());
    }

    @Test
    void aSchemaOfAnotherHistoryIsRefused() {
        database.jdbc()
                .sql("update flyway_schema_history set checksum = 1 where version = '1'")
                .update();

        assertThatThrownBy(() -> Migrations.run(source()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("schema_unknown"));
    }

    @Test
    void aMigrationThatWaitsForATableKeepsNobodyElseFromIt() throws IOException, SQLException {
        next("V2__more.sql", "alter table message add column note text;");
        CompletableFuture<Void> migrated;
        try (Connection backup = database.dataSource().getConnection()) {
            try (Statement statement = backup.createStatement()) {
                statement.execute("set idle_in_transaction_session_timeout = 0");
                backup.setAutoCommit(false);
                statement.execute("select count(*) from message");
            }
            migrated = CompletableFuture.runAsync(() -> Migrations.run(newer().load()));
            await().atMost(PATIENCE)
                    .until(() -> count("select count(*) from pg_locks where not granted"
                                    + " and relation = 'message'::regclass and mode = 'AccessExclusiveLock'")
                            > 0);

            assertThat(count("select count(*) from message")).isZero();
            assertThat(migrated).as("still waits for the table").isNotDone();
            backup.rollback();
        }
        await().atMost(PATIENCE).until(migrated::isDone);

        assertThat(migrated).isCompleted();
        assertThat(count("select count(note) from message")).isZero();
    }

    @Test
    void oneNodeAtATimeLooksAfterTheSchema() throws IOException {
        next("V2__more.sql", "alter table message add column note text;");
        CompletableFuture<Void> migrated;
        try (var _ = MigrationTurn.take(source())) {
            migrated = CompletableFuture.runAsync(() -> Migrations.run(newer().load()));
            await().during(Duration.ofMillis(700)).atMost(PATIENCE).until(() -> !migrated.isDone());
            assertThat(count("select count(*) from flyway_schema_history where version = '2'"))
                    .isZero();
        }
        await().atMost(PATIENCE).until(migrated::isDone);

        assertThat(count("select count(*) from flyway_schema_history where version = '2' and success"))
                .isOne();
    }

    @Test
    void anIndexWhoseBuildingWasInterruptedIsBuiltAnew() throws IOException {
        next("V2__index.sql", """
                drop index concurrently if exists setting_values;
                create unique index concurrently setting_values on setting ((left(value, 0)));
                """);
        database.jdbc()
                .sql("insert into setting (name, value) values ('a', 'a'), ('b', 'b')")
                .update();
        assertThatThrownBy(() -> Migrations.run(newer().load())).hasMessageContaining("setting_values");
        assertThat(count("select count(*) from flyway_schema_history where not success"))
                .isOne();

        database.jdbc()
                .sql("delete from setting where name <> 'suppression_key'")
                .update();
        Migrations.run(newer().load());

        assertThat(count("select count(*) from pg_index where indexrelid = 'setting_values'::regclass and indisvalid"))
                .isOne();
    }

    private void next(String name, String sql) throws IOException {
        Files.writeString(migrations.resolve(name), sql);
    }

    /** A version that has more migrations. */
    private FluentConfiguration newer() {
        return Migrations.configured(Flyway.configure())
                .dataSource(source())
                .locations("classpath:db/migration", "filesystem:" + migrations);
    }

    private DataSource source() {
        return ConnectionPool.unpooled(database.address());
    }

    private String guard() {
        return database.jdbc()
                .sql("select pg_get_triggerdef(oid) from pg_trigger where tgname = 'message_move'")
                .query(String.class)
                .single();
    }

    private int count(String sql) {
        return database.jdbc().sql(sql).query(Integer.class).single();
    }
}
