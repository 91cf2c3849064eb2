package io.staffetta.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.message.MessageState;
import io.staffetta.core.message.WaitReason;
import io.staffetta.server.queue.QueueWorld;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens while a message is being typed. */
class HumanSequenceTest {

    private final DispatchWorld dispatch = new DispatchWorld();
    private final QueueWorld world = dispatch.queue;
    private final ScriptedConnection connection = dispatch.connection;
    private final DispatchLoop loop = dispatch.loop;

    @AfterEach
    void close() {
        dispatch.close();
    }

    @Test
    void theHumanSequencePrecedesTheMessage() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        loop.attach(typing(dispatch.carrier(session, 1, connection, null)));

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
    void anEngineThatCannotShowItBeforeAFirstMessageAndNeedsNoPacingSendsAtOnce() {
        long session = world.session();
        long campaign = world.campaign(session, 3);
        loop.attach(typing(dispatch.carrier(session, 1, connection, null), false, false));

        awaitCompleted(campaign);

        assertThat(connection.gestures).containsOnly("send").hasSize(3);
        assertThat(phases(campaign)).doesNotContain("rate_limit_ok", "reading", "waiting_human", "typing");
    }

    @Test
    void anEngineThatNeedsPacingKeepsThePausesThatNobodySees() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        loop.attach(typing(dispatch.carrier(session, 1, connection, null), false, true));

        awaitCompleted(campaign);

        assertThat(connection.gestures).containsExactly("send");
        assertThat(phases(campaign))
                .containsSubsequence("waiting_human", "sending", "sent")
                .doesNotContain("reading", "typing");
    }

    private void awaitCompleted(long campaign) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> world.text("select status from campaign where id = ?", campaign)
                        .equals("completed"));
    }

    private List<String> phases(long campaign) {
        return world.jdbc
                .sql("select phase from message_event where campaign_id = ? and kind = 'message' order by tx, id")
                .param(campaign)
                .query(String.class)
                .list();
    }

    @Test
    void whoOptsOutWhileBeingTypedToIsShownNoMoreOfIt() {
        long session = world.session();
        long lane = world.lanes.directOf(session);
        long message = longMessage(session);
        loop.attach(typing(dispatch.carrier(session, 1, connection, null)));
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
        world.limits(session, 2, DispatchWorld.UNLIMITED);
        long message = longMessage(session);
        for (int drop = 0; drop < 3; drop++) {
            connection.gestures.clear();
            loop.attach(typing(dispatch.carrier(session, 1, connection, null)));
            await().until(() -> connection.gestures.contains("typing"));
            loop.detach(session, WaitReason.SESSION_DOWN);
            await().until(() -> world.state(message) == MessageState.QUEUED);
        }

        loop.attach(dispatch.carrier(session, 1, connection, null));

        await().until(() -> world.state(message) == MessageState.SENT);
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

        loop.attach(typing(dispatch.carrier(session, 1, connection, null)));
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
        loop.attach(typing(dispatch.carrier(session, 1, connection, null)));
        await().until(() -> connection.gestures.contains("seen"));

        loop.attach(typing(dispatch.carrier(
                session,
                1,
                connection,
                new Carrier.Restriction(9, world.clock.instant().plus(Duration.ofHours(1))))));

        await().until(() ->
                world.count("select count(*) from message where campaign_id = ? and parked = 9", campaign) == 1);
        assertThat(connection.sent).isEmpty();
    }

    @Test
    void whatIsTypedAnewFromAnotherNumberIsCalledOffLikeAnyOther() {
        long session = world.session();
        long other = world.session();
        long campaign = world.campaign(session, 1);
        ScriptedConnection anew = new ScriptedConnection();
        loop.attach(typing(dispatch.carrier(session, 1, connection, null)));
        loop.attach(typing(dispatch.carrier(other, 1, anew, null)));
        await().until(() -> connection.gestures.contains("seen"));

        var _ = world.lanes.move(world.lanes.ofCampaign(campaign), other);
        loop.laneChanged(world.lanes.ofCampaign(campaign));
        await().until(() -> anew.gestures.contains("seen"));
        loop.detach(other, WaitReason.SESSION_DOWN);

        await().until(() ->
                world.count("select count(*) from message where campaign_id = ? and state = 'queued'", campaign) == 1);
        assertThat(connection.sent).isEmpty();
        assertThat(anew.sent).isEmpty();
    }

    @Test
    void aHintAboutALaneLeavesWhatIsBeingTypedThere() {
        long session = world.session();
        long campaign = world.campaign(session, 1);
        loop.attach(typing(dispatch.carrier(session, 1, connection, null)));
        await().until(() -> connection.gestures.contains("seen"));

        loop.laneChanged(world.lanes.ofCampaign(campaign));

        await().atMost(Duration.ofSeconds(20)).until(() -> connection.sent.size() == 1);
        assertThat(connection.gestures).containsExactly("seen", "typing", "stopped typing", "send");
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

    private static Carrier typing(Carrier plain, boolean beforeFirstMessage, boolean needsPacing) {
        Carrier typing = typing(plain);
        return new Carrier(
                typing.sessionPk(),
                typing.ownerId(),
                typing.ownerEpoch(),
                typing.engine(),
                typing.connection(),
                new Capabilities(beforeFirstMessage, true, true, 1, true, false, needsPacing, true),
                typing.numberKey(),
                typing.typingSimulation(),
                typing.restriction());
    }

    private static Carrier typing(Carrier plain) {
        return new Carrier(
                plain.sessionPk(),
                plain.ownerId(),
                plain.ownerEpoch(),
                plain.engine(),
                plain.connection(),
                plain.capabilities(),
                plain.numberKey(),
                true,
                plain.restriction());
    }
}
