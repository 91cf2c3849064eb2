package io.staffetta.server.queue;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.EndReason;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.core.pacing.SendWindow;
import io.staffetta.server.storage.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A real database with one owner and the queue's parts over it, on a clock that the test moves. */
public final class QueueWorld implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    public final TestDatabase database = TestDatabase.create();
    public final MovingClock clock = new MovingClock(START);
    public final JdbcClient jdbc = database.jdbc();
    final DataSource dataSource;
    final DataSourceTransactionManager manager;
    public final TransactionTemplate inTransaction;
    public final Transactions transactions;
    final Moves moves;
    public final Lanes lanes;
    public final Claims claims;
    final Recovery recovery;
    final SendingMarks marks;
    final Settlements settlements;
    public final LaneBoard board;
    public final long owner;
    private long nextPhone = 393331000000L;
    private int sessions;

    /** A fresh one, on the clock that the test moves. */
    public QueueWorld() {
        this(null, null);
    }

    /** A fresh one on other clocks. */
    public QueueWorld(@Nullable Clock otherClock, @Nullable BusinessTime otherTime) {
        this(otherClock, otherTime, UnaryOperator.identity());
    }

    /** A fresh one on other clocks, whose parts reach the database through this. */
    public QueueWorld(
            @Nullable Clock otherClock, @Nullable BusinessTime otherTime, UnaryOperator<DataSource> reaching) {
        dataSource = reaching.apply(database.dataSource());
        manager = new DataSourceTransactionManager(dataSource);
        inTransaction = new TransactionTemplate(manager);
        transactions = new Transactions(manager, dataSource);
        Clock real = otherClock == null ? clock : otherClock;
        BusinessTime time = otherTime == null ? clock : otherTime;
        moves = new Moves(real, time);
        lanes = new Lanes(jdbc, real);
        claims = new Claims(transactions, real);
        recovery = new Recovery(transactions, moves);
        marks = new SendingMarks(moves, real);
        settlements = new Settlements(moves, new EarlyReceipts(real), time, new Random(7));
        board = new LaneBoard(transactions, real);
        owner = jdbc.sql("""
                insert into app_user (email, password_hash, created_at) values ('o@example.org', '-', now()) returning id
                """).query(Long.class).single();
    }

    /** A session owned by this node under epoch 1, with its direct lane and without limits. */
    public long session() {
        sessions++;
        long pk = jdbc.sql("""
                insert into wa_session (owner_id, session_id, name, engine, simulated, state, state_since, created_at,
                    updated_at, hourly_limit, daily_limit)
                values (?, ?, 'a session', 'simulator', true, 'ready', now(), now(), now(), ?, ?) returning id
                """)
                .params(owner, "s" + sessions, SendWindow.UNLIMITED, SendWindow.UNLIMITED)
                .query(Long.class)
                .single();
        jdbc.sql("insert into session_owner values (?, ?, 1, 1)")
                .params(pk, UUID.nameUUIDFromBytes(new byte[] {1}))
                .update();
        jdbc.sql("insert into session_stats values (?, 0)").param(pk).update();
        lanes.openDirect(owner, pk, true);
        return pk;
    }

    /** Sets a session's limits; without that it has none. */
    public void limits(long session, int perHour, int perDay) {
        jdbc.sql("update wa_session set hourly_limit = ?, daily_limit = ? where id = ?")
                .params(perHour, perDay, session)
                .update();
    }

    /** A running campaign over a session, with this many people waiting in its lane, due now. */
    public long campaign(long session, int people, String... followUps) {
        long id = jdbc.sql("""
                insert into campaign (public_id, reference, owner_id, name, status, simulated, default_country,
                    message_delay_min_ms, message_delay_max_ms, contact_delay_min_ms, contact_delay_max_ms,
                    created_at, updated_at, total, recipients, planned)
                values (substr(md5(random()::text), 1, 24), md5(random()::text), ?, 'c', 'running', true, 'IT',
                    0, 0, 0, 0, now(), now(), ?, ?, true) returning id
                """).params(owner, people, people).query(Long.class).single();
        long lane = lanes.openForCampaign(owner, id, session, true);
        jdbc.sql("update lane set status = 'open' where id = ?").param(lane).update();
        jdbc.sql("insert into campaign_step (campaign_id, step, template) values (?, 0, 'Ciao')")
                .param(id)
                .update();
        for (int step = 1; step <= followUps.length; step++) {
            jdbc.sql("""
                    insert into campaign_step (campaign_id, step, template, after_ms) values (?, ?, ?, 3600000)
                    """).params(id, step, followUps[step - 1]).update();
        }
        for (int i = 0; i < people; i++) {
            message(lane, id);
        }
        return id;
    }

    /** A running campaign with many people, made in one statement. */
    public long bulkCampaign(long session, int people) {
        long campaign = campaign(session, 0);
        jdbc.sql("update campaign set total = ?, recipients = ? where id = ?")
                .params(people, people, campaign)
                .update();
        jdbc.sql("""
                insert into message (owner_id, lane_id, campaign_id, recipient_id, phone, due_at, created_at, updated_at)
                select ?, ?, ?, ? * 10000000 + n, 393330000000 + n, now(), now(), now() from generate_series(1, ?) n
                """)
                .params(owner, lanes.ofCampaign(campaign), campaign, campaign, people)
                .update();
        return campaign;
    }

    /** A message waiting in a lane, due now. */
    public long message(long lane, @Nullable Long campaign) {
        return jdbc.sql("""
                insert into message (owner_id, lane_id, campaign_id, recipient_id, body, phone, due_at, created_at,
                    updated_at)
                values (?, ?, ?, ?, case when ? then 'Ciao' end, ?, ?, ?, ?) returning id
                """)
                .param(owner)
                .param(lane)
                .param(campaign)
                .param(campaign == null ? null : nextPhone)
                .param(campaign == null)
                .param(nextPhone++)
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    List<Claimed> claim(long lane, long session, int most) {
        return claims.claim(List.of(new Probe(lane, session, 1, 0, clock.instant(), most)));
    }

    /** The writers that commit for many threads. */
    public Progress progress() {
        return new Progress(dataSource, marks, settlements, (writer, items, took) -> {});
    }

    Mark mark(Claimed claim) {
        UUID attempt = UUID.randomUUID();
        return new Mark(claim, attempt, "ID" + attempt, -claim.sessionPk(), clock.instant(), false, true);
    }

    Marked commit(Mark mark) {
        return transactions
                .in(connection -> marks.commit(connection, List.of(mark)))
                .getFirst();
    }

    Settlements.Settled answer(Mark mark, SendOutcome outcome) {
        return settle(new Word.Answered(new Outcome(mark, outcome, 0)));
    }

    Settlements.Settled settle(Word word) {
        return transactions
                .in(connection -> settlements.commit(connection, List.of(word)))
                .getFirst();
    }

    /** A person opts out, as it is done in production: under their lock, with what waits for them. */
    public void optOut(long phone) {
        transactions.in(connection -> {
            PersonLock.take(connection, owner, phone);
            Rows.update(
                    connection,
                    "insert into opt_out (owner_id, phone, source, at) values (?, ?, 'test', now())",
                    owner,
                    phone);
            return new PersonsMessages(moves).skipWaiting(connection, owner, List.of(phone), EndReason.OPTED_OUT);
        });
    }

    public MessageState state(long message) {
        return MessageState.of(jdbc.sql("select state from message where id = ?")
                .param(message)
                .query(String.class)
                .single());
    }

    public long count(String sql, Object... params) {
        return jdbc.sql(sql).params(params).query(Long.class).single();
    }

    public String text(String sql, Object... params) {
        return jdbc.sql(sql).params(params).query(String.class).single();
    }

    @Override
    public void close() {
        database.close();
    }
}
