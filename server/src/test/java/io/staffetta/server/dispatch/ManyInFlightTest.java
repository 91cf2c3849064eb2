package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.OutboundMessage;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.queue.QueueWorld;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions that may have many messages on their way at once. */
class ManyInFlightTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DispatchWorld dispatch = new DispatchWorld();
    private final QueueWorld world = dispatch.queue;
    private final ScriptedConnection connection = dispatch.connection;
    private final CountDownLatch slow = new CountDownLatch(1);
    private final long session = world.session();

    @AfterEach
    void close() {
        slow.countDown();
        dispatch.close();
    }

    @Test
    void aCampaignWithoutGapsKeepsAllHandsBusy() {
        world.campaign(session, 12);
        connection.answer = this::slowly;
        attach(5, DispatchWorld.UNLIMITED);
        await().atMost(PATIENCE).until(() -> connection.sent.size() == 5);
        slow.countDown();
        await().atMost(PATIENCE).until(() -> connection.sent.size() == 12);
        assertThat(connection.sent).extracting(OutboundMessage::phone).doesNotHaveDuplicates();
    }

    @Test
    void theLimitOfANumberHoldsForAllHandsTogether() {
        long campaign = world.campaign(session, 12);
        connection.answer = this::slowly;
        attach(10, 4);
        await().atMost(PATIENCE).until(() -> connection.sent.size() == 4);
        slow.countDown();
        await().atMost(PATIENCE).until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));
        assertThat(connection.sent).hasSize(4);
    }

    @Test
    void aGapHoldsAlthoughHandsAreFree() {
        long campaign = world.campaign(session, 3);
        world.jdbc
                .sql("update campaign set message_delay_min_ms = 10000, message_delay_max_ms = 10000 where id = ?")
                .param(campaign)
                .update();
        connection.answer = this::slowly;
        attach(10, DispatchWorld.UNLIMITED);
        await().atMost(PATIENCE).until(() -> connection.sent.size() == 1);
        // A message of another lane goes meanwhile: the loop has thought about the campaign again.
        world.message(world.lanes.directOf(session), null);
        dispatch.loop.laneChanged(world.lanes.directOf(session));
        await().atMost(PATIENCE).until(() -> connection.sent.size() == 2);
        assertThat(world.count("select count(*) from message where campaign_id = ? and state = 'queued'", campaign))
                .isEqualTo(2);
        world.clock.advance(Duration.ofSeconds(11));
        dispatch.loop.clockChanged();
        await().atMost(PATIENCE).until(() -> connection.sent.size() == 3);
    }

    @Test
    void messagesToOnePersonKeepTheirOrder() {
        long lane = world.lanes.directOf(session);
        long first = world.message(lane, null);
        long second = world.message(lane, null);
        long other = world.message(lane, null);
        world.jdbc
                .sql("update message set phone = (select phone from message where id = ?) where id = ?")
                .params(first, second)
                .update();
        long phone = world.count("select phone from message where id = ?", first);
        connection.answer = message -> message.phone() == phone ? slowly(message) : accepted(message);
        attach(10, DispatchWorld.UNLIMITED);
        await().atMost(PATIENCE)
                .until(() -> world.text("select state from message where id = ?", other)
                        .equals("sent"));
        assertThat(connection.sent).hasSize(2);
        assertThat(world.text("select state from message where id = ?", second)).isEqualTo("claimed");
        slow.countDown();
        await().atMost(PATIENCE).until(() -> connection.sent.size() == 3);
    }

    @Test
    void whatFindsNoPlaceAtTheEngineIsNotInDoubt() {
        world.campaign(session, Bulkheads.AT_ONCE + 40);
        connection.answer = this::slowly;
        attach(Bulkheads.AT_ONCE + 20, DispatchWorld.UNLIMITED);
        await().atMost(PATIENCE).until(() -> connection.sent.size() == Bulkheads.AT_ONCE);
        await().atMost(PATIENCE).until(() -> inState("claimed") == 20);
        assertThat(inState("sending")).isEqualTo(Bulkheads.AT_ONCE);

        dispatch.loop.detach(session, WaitReason.SESSION_DOWN);

        await().atMost(PATIENCE).until(() -> inState("queued") == 40);
        assertThat(connection.sent).hasSize(Bulkheads.AT_ONCE);
        attach(Bulkheads.AT_ONCE + 20, DispatchWorld.UNLIMITED);
        slow.countDown();
        await().atMost(PATIENCE).until(() -> inState("sent") == Bulkheads.AT_ONCE + 40);
        assertThat(connection.sent)
                .extracting(OutboundMessage::phone)
                .doesNotHaveDuplicates()
                .hasSize(Bulkheads.AT_ONCE + 40);
    }

    private long inState(String state) {
        return world.count("select count(*) from message where state = ?", state);
    }

    private SendOutcome slowly(OutboundMessage message) {
        try {
            slow.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return accepted(message);
    }

    private static SendOutcome accepted(OutboundMessage message) {
        return new SendOutcome.Accepted(message.messageId());
    }

    private void attach(int inFlight, int hourly) {
        world.limits(session, hourly, DispatchWorld.UNLIMITED);
        dispatch.loop.attach(dispatch.carrier(session, 1, connection, null, inFlight));
    }
}
