package io.staffetta.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Caller;
import io.staffetta.server.access.Scope;
import io.staffetta.server.storage.TestDatabase;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class UsageQueryTest {

    @TempDir
    private Path folder;

    private final Instant now = Instant.parse("2026-11-21T10:00:30Z");
    private final BusinessTime time = new BusinessTime() {
        @Override
        public Instant now(boolean simulated) {
            return now;
        }

        @Override
        public Duration real(boolean simulated, Duration business) {
            return business;
        }
    };
    private final TestDatabase database = TestDatabase.create();
    private SimulatedWhatsApp world;
    private TestNode node;
    private Session session;

    @BeforeEach
    void start() {
        Clock clock = Clock.systemUTC();
        SimulatorClock simulated = new SimulatorClock(clock, 100);
        world = new SimulatedWhatsApp(folder, simulated, clock, 1);
        Caller anna = new Caller(TestNode.user(database, "anna@example.org"), "user:anna", Set.of(Scope.values()));
        node = new TestNode(
                database, new SimulatorEngine(world), simulated, clock, UUID.randomUUID(), System::nanoTime);
        node.node.custody().beat();
        node.node.start();
        node.sessions.create(anna, new NewSession("shop", null, "simulator", Map.of(), "v1"));
        session = node.sessions.require(anna.ownerId(), "shop");
    }

    @AfterEach
    void stop() {
        node.close();
        world.close();
        database.close();
    }

    @Test
    void whatABusyNumberHasSentIsReadOnceAndCounted() {
        AtomicLong nanos = new AtomicLong();
        UsageQuery query = new UsageQuery(new JdbcTemplate(database.dataSource()), time, nanos::get);
        sent(1, 12_000, now.minus(Duration.ofMinutes(20)));
        sent(20_001, 5, now.minus(Duration.ofMinutes(70)));
        sent(20_011, 3, now.minus(Duration.ofDays(1)));
        assertThat(query.of(List.of(session))).containsOnly(Map.entry(session.pk(), new Usage(12_000, 12_005)));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(query.of(List.of(session))).containsOnly(Map.entry(session.pk(), new Usage(12_000, 12_005)));

        database.jdbc().sql("delete from send_log where message_id <= 11_000").update();
        sent(30_001, 7, now.minus(Duration.ofMinutes(1)));
        assertThat(query.of(List.of(session)))
                .as("a look holds for two seconds")
                .containsOnly(Map.entry(session.pk(), new Usage(12_000, 12_005)));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(query.of(List.of(session)))
                .as("minutes that are over are remembered, what is new is read")
                .containsOnly(Map.entry(session.pk(), new Usage(12_007, 12_012)));
    }

    @Test
    void whatAQuietNumberHasSentCountsAtOnce() {
        UsageQuery query = new UsageQuery(new JdbcTemplate(database.dataSource()), time, () -> 0);
        sent(1, 498, now.minus(Duration.ofMinutes(20)));
        assertThat(query.of(List.of(session))).containsOnly(Map.entry(session.pk(), new Usage(498, 498)));

        sent(1_001, 1, now.minus(Duration.ofMinutes(1)));

        assertThat(query.of(List.of(session))).containsOnly(Map.entry(session.pk(), new Usage(499, 499)));
    }

    private void sent(int first, int count, Instant at) {
        database.jdbc()
                .sql("""
                insert into send_log (message_id, attempt, number_key, session_pk, at)
                select n, 1, ?, ?, ? from generate_series(?, ?) n
                """)
                .params(session.numberKey(), session.pk(), at.atOffset(ZoneOffset.UTC), first, first + count - 1)
                .update();
    }
}
