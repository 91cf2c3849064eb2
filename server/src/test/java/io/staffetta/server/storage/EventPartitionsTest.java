package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPartitionsTest {

    private static final Duration RETENTION = Duration.ofDays(30);

    private TestDatabase database;

    @BeforeEach
    void create() {
        database = TestDatabase.create();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aStartMakesThePartitionsAroundToday() {
        keepAt("2026-03-10T12:00:00Z");

        assertThat(partitions())
                .containsExactly(
                        "message_event_d20260309",
                        "message_event_d20260310",
                        "message_event_d20260311",
                        "message_event_d20260312",
                        "message_event_d20260313",
                        "message_event_rest");
    }

    @Test
    void eventsBeyondThePartitionsAreKeptAndMovedIntoTheirDay() {
        keepAt("2026-03-10T12:00:00Z");
        append("2026-03-20T08:00:00Z");
        append("2026-03-11T08:00:00Z");
        assertThat(count("message_event_rest")).isEqualTo(1);

        keepAt("2026-03-19T12:00:00Z");

        assertThat(count("message_event_rest")).isZero();
        assertThat(count("message_event_d20260320")).isEqualTo(1);
        assertThat(count("message_event")).isEqualTo(2);
    }

    @Test
    void oldDaysAreDroppedWhole() {
        keepAt("2026-03-10T12:00:00Z");
        append("2026-03-10T08:00:00Z");
        append("2026-03-13T08:00:00Z");
        append("2026-01-01T08:00:00Z");

        keepAt("2026-04-12T12:00:00Z");

        assertThat(partitions()).doesNotContain("message_event_d20260312").contains("message_event_d20260313");
        assertThat(count("message_event")).isEqualTo(1);
    }

    @Test
    void keepingTwiceChangesNothing() {
        keepAt("2026-03-10T12:00:00Z");
        List<String> before = partitions();
        keepAt("2026-03-10T13:00:00Z");

        assertThat(partitions()).isEqualTo(before);
    }

    private void keepAt(String time) {
        Clock clock = Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
        new EventPartitions(database.dataSource(), clock, RETENTION).keep();
    }

    private void append(String time) {
        database.jdbc()
                .sql("insert into message_event (at, owner_id, kind, phase) values (?, 1, 'message', 'queued')")
                .param(Instant.parse(time).atOffset(ZoneOffset.UTC))
                .update();
    }

    private int count(String table) {
        return database.jdbc()
                .sql("select count(*) from " + table)
                .query(Integer.class)
                .single();
    }

    private List<String> partitions() {
        return database.jdbc()
                .sql("select inhrelid::regclass::text from pg_inherits where inhparent = 'message_event'::regclass"
                        + " order by 1")
                .query((row, _) -> row.getString(1))
                .list();
    }
}
