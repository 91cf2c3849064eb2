package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the last message left, which the order of their ids does not tell. */
class LastSentTest {

    private final PeopleWorld world = new PeopleWorld();
    private final LastSent lastSent = new LastSent(world.queue.transactions);
    private final long session = world.queue.session();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anOldMessageThatLeftLateIsTheLastOne() {
        long campaign = world.queue.campaign(session, 1);
        world.queue.bulkCampaign(session, 3_000);
        world.queue.jdbc.sql("alter table message disable trigger message_move").update();
        world.queue
                .jdbc
                .sql("update message set state = 'sent', session_pk = ?, sent_at = ? where campaign_id <> ?")
                .params(session, QueueWorld.START.atOffset(ZoneOffset.UTC), campaign)
                .update();
        world.queue.clock.advance(Duration.ofMinutes(30));
        world.sent(world.queue.lanes.ofCampaign(campaign), session);
        Instant left = world.queue.clock.instant();
        world.queue.clock.advance(Duration.ofMinutes(30));

        assertThat(of(new MessageFilter(campaign, null))).isEqualTo(left);
        assertThat(of(new MessageFilter(null, session))).isEqualTo(left);
        assertThat(of(MessageFilter.all())).isEqualTo(left);
    }

    @Test
    void whatTheLogsHaveForgottenIsFoundAmongTheMessages() {
        long campaign = world.queue.campaign(session, 1);
        world.sent(world.queue.lanes.ofCampaign(campaign), session);
        world.queue.jdbc.sql("delete from send_log").update();
        world.queue.jdbc.sql("delete from message_event").update();

        assertThat(of(new MessageFilter(campaign, null))).isEqualTo(QueueWorld.START);
        assertThat(of(new MessageFilter(null, session))).isEqualTo(QueueWorld.START);
    }

    @Test
    void whereNothingLeftThereIsNoTime() {
        long campaign = world.queue.campaign(session, 1);
        world.sent(world.queue.lanes.ofCampaign(campaign), session);

        assertThat(lastSent.of(world.queue.owner, new MessageFilter(null, world.queue.session())))
                .isEmpty();
        assertThat(lastSent.of(world.queue.owner + 1, MessageFilter.all())).isEmpty();
    }

    private Instant of(MessageFilter filter) {
        return lastSent.of(world.queue.owner, filter).orElseThrow();
    }
}
