package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Evidence;
import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.contract.Contract;
import io.staffetta.server.queue.Doubts;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.queue.Progress;
import io.staffetta.server.queue.QueueWorld;
import io.staffetta.server.queue.SendLog;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchLoopTest {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final QueueWorld world = new QueueWorld();
    private final Progress progress = world.progress();
    private final ScriptedConnection connection = new ScriptedConnection();
    private final io.staffetta.server.MovingClock nodeClock = new io.staffetta.server.MovingClock();
    private volatile boolean leased = true;
    private final ClockGap gap = new ClockGap(world.jdbc, nodeClock);
    private final DispatchLoop loop = new DispatchLoop(
            world.board,
            new SendLog(world.transactions),
            world.claims,
            progress,
            new Doubts(world.transactions),
            requests -> requests.stream()
                    .collect(Collectors.toMap(
                            MessageTexts.TextRequest::messageId, r -> new MessageTexts.Rendered.Text("Ciao"))),
            () -> leased,
            gap,
            new Halts(""),
            world.clock,
            world.clock,
            new Random(11),
            60);

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void stop() {
        loop.stop();
        progress.close();
        world.close();
    }

    @Test
    void aRunningCampaignIsSentOnceToEverybody() {
        long session = world.session();
        long campaign = world.campaign(session, 40);
        attach(session, UNLIMITED, null);

        await().until(() ->
                world.text("select status from campaign where id = ?", campaign).equals("completed"));
        assertThat(connection.sent).hasSize(40).doesNotHaveDuplicates();
        assertThat(world.count("select sent from campaign where id = ?", campaign))
                .isEqualTo(40);
    }

    @Test
    void theLimitHoldsAndTheLaneSaysUntilWhen() {
        long session = world.session();
        long campaign = world.campaign(session, 15);
        attach(session, 10, null);

        await().until(() -> "rate_limit".equals(waitReason(campaign)));
        assertThat(connection.sent).hasSize(10);
        world.clock.advance(Duration.ofMinutes(60));
        loop.clockChanged();
        await().until(() -> connection.sent.size() == 15);
    }

    @Test
    void whatAnotherNodeSentFromTheNumberCountsHere() {
        long session = world.session();
        long campaign = world.campaign(session, 15);
        attach(session, 10, null);
        await().until(() -> "rate_limit".equals(waitReason(campaign)));
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
        await().during(Duration.ofMillis(300)).until(() -> "rate_limit".equals(waitReason(campaign)));
        assertThat(connection.sent).hasSize(12);
    }

    @Test
    void theLimitIsRememberedByANewLoop() {
        long session = world.session();
        long campaign = world.campaign(session, 15);
        attach(session, 10, null);
        await().until(() -> "rate_limit".equals(waitReason(campaign)));
        loop.detach(session, WaitReason.SESSION_DOWN);
        attach(session, 10, null);
        loop.clockChanged();

        await().during(Duration.ofMillis(300)).until(() -> connection.sent.size() == 10);
    }

    @Test
    void anotherCampaignOfTheSessionTakesTurns() {
        long session = world.session();
        long a = world.campaign(session, 5);
        long b = world.campaign(session, 5);
        attach(session, 6, null);

        await().until(() -> connection.sent.size() == 6);
        assertThat(world.count("select sent from campaign where id = ?", a)).isEqualTo(3);
        assertThat(world.count("select sent from campaign where id = ?", b)).isEqualTo(3);
    }

    @Test
    void theRestGoesFromTheNewNumberAfterAChange() {
        long first = world.session();
        long second = world.session();
        ScriptedConnection other = new ScriptedConnection();
        long campaign = world.campaign(first, 20);
        long lane = world.lanes.ofCampaign(campaign);
        attach(first, 5, null);
        loop.attach(carrier(second, 1, other, null));
        await().until(() -> "rate_limit".equals(waitReason(campaign)));

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
        attach(first, UNLIMITED, null);
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
        attach(session, UNLIMITED, null);

        await().during(Duration.ofMillis(300)).until(connection.sent::isEmpty);
        world.inTransaction.executeWithoutResult(status -> world.lanes.setStatus(lane, LaneStatus.OPEN));
        loop.laneChanged(lane);
        await().until(() -> connection.sent.size() == 5);
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
        attach(
                session,
                UNLIMITED,
                new Carrier.Restriction(9, world.clock.instant().plus(Duration.ofHours(1))));

        await().until(() -> connection.sent.size() == 1);
        assertThat(connection.sent.getFirst().phone()).isEqualTo(known);
        await().until(() -> world.count("select count(*) from message where parked = 9") == 5);

        attach(session, UNLIMITED, null);
        await().until(() -> connection.sent.size() == 6);
    }

    @Test
    void theHumanSequencePrecedesTheMessage() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        loop.attach(typing(carrier(session, 1, connection, null)));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> world.text("select status from campaign where id = ?", campaign)
                        .equals("completed"));
        assertThat(connection.gestures).containsExactly("seen", "typing", "stopped typing", "send");
        await().untilAsserted(() -> assertThat(world.jdbc
                        .sql(
                                "select phase from message_event where campaign_id = ? and kind = 'message' order by tx, id")
                        .param(campaign)
                        .query(String.class)
                        .list())
                .containsSubsequence("reading", "waiting_human", "typing", "sending", "sent"));
    }

    @Test
    void whoOptsOutWhileBeingTypedToIsShownNoMoreOfIt() {
        long session = world.session();
        long lane = world.lanes.directOf(session);
        long message = longMessage(session);
        loop.attach(typing(carrier(session, 1, connection, null)));
        await().until(() -> connection.gestures.contains("typing"));

        world.optOut(world.count("select phone from message where id = ?", message));
        loop.laneChanged(lane);

        await().until(() -> connection.gestures.contains("stopped typing"));
        assertThat(connection.sent).isEmpty();
        assertThat(world.state(message)).isEqualTo(MessageState.SKIPPED);
    }

    @Test
    void dropsWhileTypingTakeNothingFromTheNumbersRoom() {
        long session = world.session();
        world.limits(session, 2, UNLIMITED);
        long message = longMessage(session);
        for (int drop = 0; drop < 3; drop++) {
            connection.gestures.clear();
            loop.attach(typing(carrier(session, 1, connection, null)));
            await().until(() -> connection.gestures.contains("typing"));
            loop.detach(session, WaitReason.SESSION_DOWN);
            await().until(() -> world.state(message) == MessageState.QUEUED);
        }

        loop.attach(carrier(session, 1, connection, null));

        await().until(() -> world.state(message) == MessageState.SENT);
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
        attach(session, UNLIMITED, null);
        await().until(() -> connection.sent.size() == 1);

        loop.detach(session, WaitReason.SESSION_DOWN);
        attach(session, UNLIMITED, null);
        await().during(Duration.ofMillis(300)).until(() -> connection.sent.size() == 1);
        answer.countDown();

        await().until(() -> connection.sent.size() == 3);
        assertThat(mostAtOnce).hasValue(1);
    }

    @Test
    void aHandingThatBreaksGivesItsMessageBack() {
        long session = world.session();
        long message = longMessage(session);
        AtomicInteger tries = new AtomicInteger();
        connection.beforeTyping = () -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalArgumentException("no such chat");
            }
        };

        loop.attach(typing(carrier(session, 1, connection, null)));
        await().until(() -> tries.get() == 1);
        world.clock.advance(Duration.ofSeconds(2));
        loop.clockChanged();

        await().until(() -> tries.get() > 1);
        assertThat(world.state(message)).isEqualTo(MessageState.CLAIMED);
    }

    @Test
    void aRestrictionThatComesWhileAFirstContactIsTypedToSetsItAside() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        loop.attach(typing(carrier(session, 1, connection, null)));
        await().until(() -> connection.gestures.contains("seen"));

        loop.attach(typing(carrier(
                session,
                1,
                connection,
                new Carrier.Restriction(9, world.clock.instant().plus(Duration.ofHours(1))))));

        await().until(() ->
                world.count("select count(*) from message where campaign_id = ? and parked = 9", campaign) == 1);
        assertThat(connection.sent).isEmpty();
    }

    @Test
    void aHintAboutALaneLeavesWhatIsBeingTypedThere() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        loop.attach(typing(carrier(session, 1, connection, null)));
        await().until(() -> connection.gestures.contains("seen"));

        loop.laneChanged(world.lanes.ofCampaign(campaign));

        await().atMost(Duration.ofSeconds(20)).until(() -> connection.sent.size() == 1);
        assertThat(connection.gestures).containsExactly("seen", "typing", "stopped typing", "send");
    }

    @Test
    void aNodeWhoseClockIsOffClaimsNothingUntilItIsRightAgain() {
        long session = world.session();
        long campaign = world.campaign(session, 3);
        nodeClock.advance(Duration.ofSeconds(3));
        leased = false;
        await().until(gap::open);
        attach(session, UNLIMITED, null);

        await().until(() -> "session_down".equals(waitReason(campaign)));
        assertThat(connection.sent).isEmpty();
        assertThat(world.count("select count(*) from message where state <> 'queued'"))
                .isZero();

        nodeClock.advance(Duration.ofSeconds(-3));
        leased = true;
        await().until(() -> connection.sent.size() == 3);
        await().until(() -> waitReason(campaign).isEmpty());
    }

    @Test
    void aClockThatIsBehindIsAsBadAsOneThatIsAhead() {
        nodeClock.advance(Duration.ofSeconds(-3));
        await().until(gap::open);
        nodeClock.advance(Duration.ofMillis(1500));
        await().until(() -> !gap.open());
    }

    @Test
    void aMessageInDoubtGoesAgainOnlyWhenTheEngineProvesThatItNeverHadIt() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        connection.answer = m -> new SendOutcome.Unknown("reset");
        attach(session, UNLIMITED, null);
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
        attach(session, UNLIMITED, null);
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
    void aForcedMessagePassesTheLimitAndCounts() {
        long session = world.session();
        long lane = world.lanes.directOf(session);
        world.message(lane, null);
        long forced = world.message(lane, null);
        attach(session, 0, null);
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

    /** A direct message that takes long to type. */
    private long longMessage(long session) {
        long message = world.message(world.lanes.directOf(session), null);
        world.jdbc
                .sql("update message set body = repeat('x', 5000) where id = ?")
                .param(message)
                .update();
        return message;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void attach(long session, int hourly, Carrier.Restriction restriction) {
        world.limits(session, hourly, UNLIMITED);
        loop.attach(carrier(session, 1, connection, restriction));
    }

    private static Carrier typing(Carrier plain) {
        return new Carrier(
                plain.sessionPk(),
                plain.ownerId(),
                plain.ownerEpoch(),
                plain.connection(),
                plain.capabilities(),
                plain.numberKey(),
                true,
                plain.restriction());
    }

    private Carrier carrier(long session, long epoch, ScriptedConnection over, Carrier.Restriction restriction) {
        return new Carrier(
                session,
                world.owner,
                epoch,
                over,
                new Capabilities(true, true, true, 1, true, false, true, true),
                -session,
                false,
                restriction);
    }

    private String waitReason(long campaign) {
        return world.text("select coalesce(wait_reason, '') from lane where campaign_id = ?", campaign);
    }
}
