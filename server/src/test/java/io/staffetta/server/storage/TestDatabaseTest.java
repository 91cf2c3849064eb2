package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class TestDatabaseTest {

    @Test
    void eachDatabaseIsItsOwn() {
        try (TestDatabase one = TestDatabase.create();
                TestDatabase other = TestDatabase.create()) {
            one.jdbc().sql("insert into setting values ('a', 'b')").update();

            assertThat(other.jdbc()
                            .sql("select count(*) from setting where name <> 'suppression_key'")
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void theServerKeepsWhatItCommitted() {
        try (TestDatabase database = TestDatabase.create()) {
            assertThat(database.jdbc()
                            .sql("select current_setting('fsync') || current_setting('synchronous_commit')"
                                    + " || current_setting('full_page_writes') || current_setting('data_checksums')")
                            .query(String.class)
                            .single())
                    .isEqualTo("ononon" + "on");
        }
    }

    @Test
    void aMoveOutsideTheTableIsRefused() {
        try (TestDatabase database = TestDatabase.create()) {
            database.jdbc().sql("""
                            insert into message (owner_id, lane_id, phone, due_at, created_at, updated_at, state)
                            values (1, 1, 393331234567, now(), now(), now(), 'read')
                            """).update();

            assertThatThrownBy(() -> database.jdbc()
                            .sql("update message set state = 'queued'")
                            .update())
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("may not move from read to queued");
        }
    }
}
