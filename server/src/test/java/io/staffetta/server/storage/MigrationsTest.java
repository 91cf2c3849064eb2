package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class MigrationsTest {

    @Test
    void aMigrationMayTakeLongerThanAnybodyMayBeIdleInATransaction(@TempDir Path migrations) throws IOException {
        Files.writeString(migrations.resolve("V1__long.sql"), "create table made as select 1 as one from pg_sleep(2)");
        try (TestDatabase database = TestDatabase.createEmpty()) {
            String url = database.jdbcUrl() + "?options=-c%20idle_in_transaction_session_timeout=300ms";
            DriverManagerDataSource strict = new DriverManagerDataSource(
                    url, database.address().user(), database.address().password());

            Migrations.run(Migrations.configured(Flyway.configure().dataSource(strict))
                    .locations("filesystem:" + migrations)
                    .load());

            assertThat(database.jdbc()
                            .sql("select count(*) from made")
                            .query(Integer.class)
                            .single())
                    .isOne();
        }
    }
}
