package io.staffetta.server.session;

import io.staffetta.core.engine.Engine;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.access.Audit;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.Lanes;
import io.staffetta.server.queue.SessionTaken;
import io.staffetta.server.session.Sessions.Records;
import io.staffetta.server.storage.TestDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** One process's sessions over a database that several of these may share: what a restart makes anew. */
final class TestNode implements AutoCloseable {

    final UUID id;
    final RecordingDispatcher dispatcher = new RecordingDispatcher();
    final List<SessionTaken> recovered = new CopyOnWriteArrayList<>();
    final List<Session> moves = new CopyOnWriteArrayList<>();
    final NodeLease lease;
    final SessionNode node;
    final Sessions sessions;
    final SessionControl control;
    private final TestDatabase database;

    TestNode(TestDatabase database, Engine engine, BusinessTime time, Clock clock, UUID id, LongSupplier nanoTime) {
        this(database, engine, time, clock, id, nanoTime, new SecondStore.None());
    }

    TestNode(
            TestDatabase database,
            Engine engine,
            BusinessTime time,
            Clock clock,
            UUID id,
            LongSupplier nanoTime,
            SecondStore second) {
        this.database = database;
        this.id = id;
        JdbcClient jdbc = database.jdbc();
        this.lease = new NodeLease(jdbc, id, "1.2.3", nanoTime);
        JsonMapper json = JsonMapper.builder().build();
        Surroundings around = new Surroundings(
                new JdbcTemplate(database.dataSource()),
                new Engines(List.of(engine)),
                dispatcher,
                recovered::addAll,
                lease,
                new Vault(new SecretKeySpec(new byte[32], "AES"), "test", new SecureRandom()),
                time,
                clock,
                new Random(1),
                List::of,
                () -> List.of(moves::add),
                second);
        this.node = new SessionNode(around, json, 100);
        Lanes lanes = new Lanes(jdbc, clock);
        EventLog events = new EventLog(database.dataSource());
        Records records = new Records(
                new TransactionTemplate(new JdbcTransactionManager(database.dataSource())),
                lanes,
                events,
                new Audit(jdbc, json, clock),
                clock,
                EnvironmentSettings.NONE);
        this.sessions = node.sessions(records, List.of(new LaneRemoval(lanes)));
        this.control = node.control(sessions, records);
    }

    static long user(TestDatabase database, String email) {
        return database.jdbc()
                .sql("insert into app_user (email, password_hash, created_at) values (?, '', now()) returning id")
                .param(email)
                .query(Long.class)
                .single();
    }

    TestDatabase database() {
        return database;
    }

    /** Ends as a killed process does: nothing is written, nothing is given back. */
    void die() {
        node.stop();
        node.supervisor().closeAll();
    }

    @Override
    public void close() {
        node.stop();
        node.destroy();
    }
}
