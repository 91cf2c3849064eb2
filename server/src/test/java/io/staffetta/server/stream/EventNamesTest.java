package io.staffetta.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventNamesTest {

    private final StreamWorld world = new StreamWorld();

    @AfterEach
    void close() {
        world.feed.stop();
        world.close();
    }

    @Test
    void aRestoredEventKeepsItsNameAndNoNewOneGetsTheNameOfAnother() {
        world.happens(world.queue.owner, "sent", 1);
        String before = names(world.reader).getFirst();

        restored("11111111-2222-3333-4444-555555555555");
        restored("66666666-7777-8888-9999-000000000000");
        world.queue.jdbc.sql("""
                insert into message_event (id, at, owner_id, kind, phase)
                select last_value + 1, now(), ?, 'session', 'ready' from message_event_ids
                """).param(world.queue.owner).update();
        List<String> after = names(new EventReader(world.queue.jdbc, world.queue.clock));

        assertThat(after).hasSize(2).startsWith(before);
        assertThat(after.getLast()).startsWith("66666666-7777-8888-9999-000000000000-");
    }

    /** What a restore leaves of the log of before. */
    private void restored(String generation) {
        world.queue.jdbc.sql("""
                insert into past_generation (generation, last_event, ended_at)
                select value, (select last_value from message_event_ids), clock_timestamp()
                from setting where name = 'stream_generation'
                """).update();
        world.queue
                .jdbc
                .sql("update setting set value = ? where name = 'stream_generation'")
                .param(generation)
                .update();
    }

    private static List<String> names(EventReader reader) {
        return reader.after(reader.beginning(), 10).stream()
                .map(LoggedEvent::name)
                .toList();
    }
}
