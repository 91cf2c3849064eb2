package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HourlySendsTest {

    private static final long NUMBER = 393331112222L;

    private final QueueWorld world = new QueueWorld();
    private final HourlySends sends = new HourlySends(world.jdbc);
    private final Instant now = world.clock.instant();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatLeftIsCountedByHowLongAgoItWas() {
        long session = ready();
        sent(session, Duration.ofMinutes(5), 3);
        sent(session, Duration.ofMinutes(61), 2);
        sent(session, Duration.ofHours(25), 9);

        assertThat(sends.of(world.owner, now, now)).isEqualTo(Map.of(0, 3, 1, 2));
    }

    @Test
    void simulatedSessionsCountByTheirOwnClock() {
        long session = ready();
        sent(session, Duration.ofMinutes(5), 1);

        assertThat(sends.of(world.owner, now, now.plus(Duration.ofHours(2)))).isEqualTo(Map.of(2, 1));
    }

    @Test
    void anotherUserOfTheSamePhoneIsNotCounted() {
        long session = ready();
        sent(session, Duration.ofMinutes(5), 1);

        assertThat(sends.of(world.owner + 1, now, now)).isEmpty();
    }

    @Test
    void onlyTheNumbersOwnPartOfTheLogIsRead() {
        long session = ready();
        world.jdbc.sql("""
                insert into send_log (message_id, attempt, number_key, session_pk, at)
                select -n, 1, n % 1000, ?, ? from generate_series(1, 50000) n
                """).params(session, now.atOffset(ZoneOffset.UTC)).update();
        world.jdbc.sql("analyze send_log").update();

        String plan = String.join(
                "\n",
                world.jdbc
                        .sql("explain " + HourlySends.BY_HOUR)
                        .params(now.atOffset(ZoneOffset.UTC), now.atOffset(ZoneOffset.UTC), 24, world.owner)
                        .query(String.class)
                        .list());
        assertThat(plan).contains("send_log_number").doesNotContain("Seq Scan on send_log");
    }

    private long ready() {
        long session = world.session();
        world.jdbc
                .sql("update wa_session set phone = ? where id = ?")
                .params(NUMBER, session)
                .update();
        return session;
    }

    private void sent(long session, Duration ago, int messages) {
        world.jdbc
                .sql("""
                insert into send_log (message_id, attempt, number_key, session_pk, at)
                select ? + n, 1, ?, ?, ? from generate_series(1, ?) n
                """)
                .params(ago.toSeconds() * 1000, NUMBER, session, now.minus(ago).atOffset(ZoneOffset.UTC), messages)
                .update();
    }
}
