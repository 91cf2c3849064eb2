package io.staffetta.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.server.queue.QueueWorld;
import io.staffetta.server.queue.SendLog;
import org.junit.jupiter.api.Test;

class HousekeepingTest {

    @Test
    void whatNobodyNeedsIsThrownAwayAndTheRestStays() {
        try (QueueWorld world = new QueueWorld()) {
            long session = world.session();
            world.jdbc.sql("""
                    insert into idempotency_key (owner_id, route, key, body_hash, created_at)
                    select 1, 'r', n::text, '', '2026-03-02T10:00:00Z'::timestamptz - n * interval '1 hour'
                    from generate_series(1, 48) n
                    """).update();
            world.jdbc.sql("""
                    insert into early_receipt
                    select 1, n::text, 1, now(), '2026-03-02T10:00:00Z'::timestamptz - n * interval '1 hour'
                    from generate_series(1, 5000) n
                    """).update();
            world.jdbc.sql("""
                    insert into send_log (message_id, attempt, number_key, session_pk, at)
                    select n, 1, 39, case when n % 2 = 0 then ? else 4711 end,
                        '2026-03-02T10:00:00Z'::timestamptz - n * interval '1 hour'
                    from generate_series(1, 100) n
                    """).param(session).update();

            new Housekeeping(world.jdbc, new SendLog(world.transactions), world.clock, world.clock).clear();

            assertThat(world.count("select count(*) from idempotency_key")).isEqualTo(24);
            assertThat(world.count("select count(*) from early_receipt")).isEqualTo(24);
            assertThat(world.count("select count(*) from send_log")).isEqualTo(50);
        }
    }
}
