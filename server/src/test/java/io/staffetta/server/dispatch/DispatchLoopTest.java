package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.queue.QueueWorld;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatchLoopTest {

    private final DispatchWorld dispatch = new DispatchWorld();
    private final QueueWorld world = dispatch.queue;
    private final ScriptedConnection connection = dispatch.connection;
    private final DispatchLoop loop = dispatch.loop;

    @AfterEach
    void close() {
        dispatch.close();
    }

    @Test
    void aRunningCampaignIsSentOnceToEverybody() {
        long session = world.session();
        long campaign = world.campaign(session, 40);
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);

        await().until(() ->
                world.text("select status from campaign where id = ?", campaign).equals("completed"));
        assertThat(connection.sent).hasSize(40).doesNotHaveDuplicates();
        assertThat(world.count("select sent from campaign where id = ?", campaign))
                .isEqualTo(40);
    }

    @Test
    void theRestGoesFromTheNewNumberAfterAChange() {
        long first = world.session();
        long second = world.session();
        ScriptedConnection other = new ScriptedConnection();
        long campaign = world.campaign(first, 20);
        long lane = world.lanes.ofCampaign(campaign);
        dispatch.attach(first, 5, null);
        loop.attach(dispatch.carrier(second, 1, other, null));
        await().until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));

        world.inTransaction.executeWithoutResult(status -> world.lanes.move(lane, second));
        loop.laneChanged(lane);

        await().until(() ->
                world.text("select status from campaign where id = ?", campaign).equals("completed"));
        assertThat(connection.sent).hasSize(5);
        assertThat(other.sent).hasSize(15);
        assertThat(other.sent).doesNotContainAnyElementsOf(connection.sent);
    }

    @Test
    void whatIsBeingHandedOverDuringAChangeEndsOnTheOldNumber() throws InterruptedException {
        long first = world.session();
        long second = world.session();
        long campaign = world.campaign(first, 2);
        long lane = world.lanes.ofCampaign(campaign);
        CountDownLatch answer = new CountDownLatch(1);
        connection.answer = m -> {
            awaitUninterrupted(answer);
            return new SendOutcome.Accepted(m.messageId());
        };
        dispatch.attach(first, DispatchWorld.UNLIMITED, null);
        await().until(() -> connection.sent.size() == 1);

        var move = world.inTransaction.execute(status -> world.lanes.move(lane, second));
        loop.laneChanged(lane);
        answer.countDown();

        assertThat(move.inFlight()).isOne();
        await().until(() -> world.count("select sent from campaign where id = ?", campaign) == 1);
        assertThat(connection.sent).hasSize(1);
    }

    @Test
    void aPausedCampaignSendsNothing() {
        long session = world.session();
        long campaign = world.campaign(session, 5);
        long lane = world.lanes.ofCampaign(campaign);
        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(lane, LaneStatus.PAUSED));
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);

        await().during(Duration.ofMillis(300)).until(connection.sent::isEmpty);
        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(lane, LaneStatus.OPEN));
        loop.laneChanged(lane);
        await().until(() -> connection.sent.size() == 5);
    }

    @Test
    void ofAPausedCampaignNothingIsSaid() {
        long session = world.session();
        long campaign = world.campaign(session, 5);
        long lane = world.lanes.ofCampaign(campaign);
        dispatch.attach(session, 0, null);
        await().until(() -> "rate_limit".equals(dispatch.waitReason(campaign)));

        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(lane, LaneStatus.PAUSED));
        loop.laneChanged(lane);
        for (int sweep = 0; sweep < 3; sweep++) {
            loop.clockChanged();
            await().pollDelay(Duration.ofMillis(100)).until(() -> "paused".equals(dispatch.waitReason(campaign)));
        }

        assertThat(world.count("select count(*) from message_event where phase = 'rate_limit_ok'"))
                .isZero();
    }

    @Test
    @Contract("states.handing")
    void underARestrictionFirstContactsWaitAsideAndKnownChatsFlow() {
        long session = world.session();
        long campaign = world.campaign(session, 6);
        long lane = world.lanes.ofCampaign(campaign);
        long known = world.count("select max(phone) from message where lane_id = ?", lane);
        world.jdbc
                .sql("insert into contact (owner_id, phone, last_inbound_at, created_at) values (?, ?, now(), now())")
                .params(world.owner, known)
                .update();
        dispatch.attach(
                session,
                DispatchWorld.UNLIMITED,
                new Carrier.Restriction(9, world.clock.instant().plus(Duration.ofHours(1))));

        await().until(() -> connection.sent.size() == 1);
        assertThat(connection.sent.getFirst().phone()).isEqualTo(known);
        await().until(() -> world.count("select count(*) from message where parked = 9") == 5);

        dispatch.attach(session, DispatchWorld.UNLIMITED, null);
        await().until(() -> connection.sent.size() == 6);
    }

    @Test
    void aSessionThatComesBackIsAsBusyAsItWas() {
        long session = world.session();
        world.campaign(session, 3);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        connection.answer = m -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            awaitUninterrupted(answer);
            atOnce.decrementAndGet();
            return new SendOutcome.Accepted(m.messageId());
        };
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);
        await().until(() -> connection.sent.size() == 1);

        loop.detach(session, WaitReason.SESSION_DOWN);
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);
        await().during(Duration.ofMillis(300)).until(() -> connection.sent.size() == 1);
        answer.countDown();

        await().until(() -> connection.sent.size() == 3);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void aMessageInDoubtGoesAgainOnlyWhenTheEngineProvesThatItNeverHadIt() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        connection.answer = m -> new SendOutcome.Unknown("reset");
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);
        await().until(() -> world.count("select in_doubt from campaign where id = ?", campaign) == 1);
        await().during(Duration.ofMillis(1500)).until(() -> connection.sent.size() == 1);

        connection.answer = m -> new SendOutcome.Accepted(m.messageId());
        connection.evidence = new Evidence.NeverHad();
        world.clock.advance(Duration.ofSeconds(10));

        await().until(() ->
                world.text("select status from campaign where id = ?", campaign).equals("completed"));
        assertThat(connection.sent).hasSize(2);
    }

    @Test
    void whatSurelyDidNotLeaveIsTriedAgain() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        connection.answer = m -> new SendOutcome.NotSent(SendOutcome.Cause.UNREACHABLE, "refused", Optional.empty());
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);
        await().until(() -> "retry"
                .equals(world.text(
                        "select coalesce(reason, '') from message where campaign_id = ? and attempts = 1", campaign)));

        connection.answer = m -> new SendOutcome.Accepted(m.messageId());
        world.clock.advance(Duration.ofMinutes(1));
        loop.clockChanged();

        await().until(() ->
                world.text("select status from campaign where id = ?", campaign).equals("completed"));
    }

    @Test
    void aNodeWhoseClockIsOffClaimsNothingUntilItIsRightAgain() {
        long session = world.session();
        long campaign = world.campaign(session, 3);
        dispatch.nodeClock.advance(Duration.ofSeconds(3));
        dispatch.leased = false;
        await().until(dispatch.gap::open);
        dispatch.attach(session, DispatchWorld.UNLIMITED, null);

        await().until(() -> "session_down".equals(dispatch.waitReason(campaign)));
        assertThat(connection.sent).isEmpty();
        assertThat(world.count("select count(*) from message where state <> 'queued'"))
                .isZero();

        dispatch.nodeClock.advance(Duration.ofSeconds(-3));
        dispatch.leased = true;
        await().until(() -> connection.sent.size() == 3);
        await().until(() -> dispatch.waitReason(campaign).isEmpty());
    }

    @Test
    void aClockThatIsBehindIsAsBadAsOneThatIsAhead() {
        dispatch.nodeClock.advance(Duration.ofSeconds(-3));
        await().until(dispatch.gap::open);
        dispatch.nodeClock.advance(Duration.ofMillis(1500));
        await().until(() -> !dispatch.gap.open());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
