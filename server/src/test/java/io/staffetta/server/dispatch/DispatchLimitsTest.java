package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.queue.QueueWorld;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the limits of numbers bind the loop. */
class DispatchLimitsTest {

    private final DispatchWorld dispatch = new DispatchWorld();
    private final QueueWorld world = dispatch.queue;
    private final ScriptedConnection connection = dispatch.connection;
    private final DispatchLoop loop = dispatch.loop;

    @AfterEach
    void close() {
        dispatch.close();
    }

    @Test
    void theLimitHoldsAndTheLaneSaysUntilWhen() {
        long session = world.session();
        long campaign = world.campaign(session, 15);
        dispatch.attach(session, 10, null);

        await().until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));
        assertThat(connection.sent).hasSize(10);
        world.clock.advance(Duration.ofMinutes(60));
        loop.clockChanged();
        await().until(() -> connection.sent.size() == 15);
    }

    @Test
    void whatAnotherNodeSentFromTheNumberCountsHere() {
        long session = world.session();
        long campaign = world.campaign(session, 15);
        dispatch.attach(session, 10, null);
        await().until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));
        world.clock.advance(Duration.ofMinutes(60));
        world.jdbc
                .sql("""
                insert into send_log (message_id, attempt, number_key, session_pk, at)
                select -n, 1, ?, ?, ? from generate_series(1, 8) n
                """)
                .params(-session, session, world.clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        world.jdbc.sql("update send_log_writer set process = gen_random_uuid()").update();

        loop.clockChanged();

        await().until(() -> connection.sent.size() == 12);
        await().during(Duration.ofMillis(300)).until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));
        assertThat(connection.sent).hasSize(12);
    }

    @Test
    void aClockThatIsSetBackByADayHoldsANumberForAnHourAndNoLonger() {
        long session = world.session();
        long campaign = world.campaign(session, 15);
        world.clock.advance(Duration.ofDays(1));
        dispatch.attach(session, 10, null);
        await().until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));

        world.clock.advance(Duration.ofDays(-1));
        loop.clockChanged();
        await().during(Duration.ofMillis(300)).until(() -> connection.sent.size() == 10);

        world.clock.advance(Duration.ofMinutes(61));
        loop.clockChanged();
        await().until(() -> connection.sent.size() == 15);
    }

    @Test
    void aCampaignThatWasStartedWhileTheClockWasAheadGoesOnAndItsFollowUpsKeepTheirTime() {
        long session = world.session();
        world.clock.advance(Duration.ofDays(1));
        long campaign = world.campaign(session, 3, "Ancora?");
        world.jdbc.sql("update message set reason = 'new'").update();
        world.clock.advance(Duration.ofDays(-1));
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);

        await().until(() -> world.count("select sent from campaign where id = ?", campaign) == 3);
        await().during(Duration.ofMillis(300)).until(() -> connection.sent.size() == 3);
        world.clock.advance(Duration.ofMinutes(61));
        loop.clockChanged();
        await().until(() -> connection.sent.size() == 6);
    }

    @Test
    void theLimitIsRememberedByANewLoop() {
        long session = world.session();
        long campaign = world.campaign(session, 15);
        dispatch.attach(session, 10, null);
        await().until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));
        loop.detach(session, WaitReason.SESSION_DOWN);
        dispatch.attach(session, 10, null);
        loop.clockChanged();

        await().during(Duration.ofMillis(300)).until(() -> connection.sent.size() == 10);
    }

    @Test
    void anotherCampaignOfTheSessionTakesTurns() {
        long session = world.session();
        long a = world.campaign(session, 5);
        long b = world.campaign(session, 5);
        dispatch.attach(session, 6, null);

        await().until(() -> connection.sent.size() == 6);
        assertThat(world.count("select sent from campaign where id = ?", a)).isEqualTo(3);
        assertThat(world.count("select sent from campaign where id = ?", b)).isEqualTo(3);
    }

    @Test
    void aForcedMessagePassesTheLimitAndCounts() {
        long session = world.session();
        long lane = world.lanes.directOf(session);
        world.message(lane, null);
        long forced = world.message(lane, null);
        dispatch.attach(session, 0, null);
        await().during(Duration.ofMillis(300)).until(connection.sent::isEmpty);

        world.jdbc
                .sql("update message set forced = true, parked = -1 where id = ?")
                .param(forced)
                .update();
        loop.laneChanged(lane);

        await().until(() -> world.state(forced) == MessageState.SENT);
        assertThat(connection.sent).hasSize(1);
        assertThat(world.count("select count(*) from send_log where message_id = ? and forced", forced))
                .isOne();
    }
}
