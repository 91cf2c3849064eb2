package io.staffetta.server.queue;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import io.staffetta.core.delivery.LaneStatus;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.MessageHeads.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final PeopleWorld world = new PeopleWorld();
    private final long session = world.queue.session();
    private final MessageCounts counts = new MessageCounts(world.queue.transactions);
    private final long lane = world.queue.lanes.directOf(session);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void pagesGoThroughEverythingOnce() {
        long campaign = world.queue.campaign(session, 7);
        world.sent(world.queue.lanes.ofCampaign(campaign), session);
        world.waiting(session);

        List<Long> seen = new ArrayList<>();
        OptionalLong after = OptionalLong.empty();
        List<MessageSummary> page;
        do {
            page = world.messages.list(world.queue.owner, MessageFilter.all(), after, 3, false);
            page.forEach(message -> seen.add(message.id()));
            after = page.isEmpty() ? after : OptionalLong.of(page.getLast().id());
        } while (!page.isEmpty());

        assertThat(seen).hasSize(8).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void newestFirstIsTheOtherWayRound() {
        world.waiting(session);
        long last = world.waiting(session);

        assertThat(list(MessageFilter.all(), true).getFirst().id()).isEqualTo(last);
    }

    @Test
    void filtersLookAtCampaignSessionAndState() {
        long other = world.queue.session();
        long campaign = world.queue.campaign(session, 2);
        long sent = world.sent(world.queue.lanes.ofCampaign(campaign), session);
        long direct = world.waiting(session);
        world.waiting(other);

        assertThat(list(new MessageFilter(campaign, null), false)).hasSize(2);
        assertThat(list(new MessageFilter(campaign, null).in(MessageState.SENT), false))
                .extracting(MessageSummary::id)
                .containsExactly(sent);
        assertThat(list(new MessageFilter(null, session), false))
                .hasSize(3)
                .extracting(MessageSummary::id)
                .contains(sent, direct);
        assertThat(list(new MessageFilter(null, other), false)).hasSize(1);
        assertThat(list(new MessageFilter(null, null).in(MessageState.FAILED), false))
                .isEmpty();
        assertThat(world.messages.list(world.queue.owner + 1, MessageFilter.all(), OptionalLong.empty(), 10, false))
                .isEmpty();
    }

    @Test
    void whatWasSentStaysWithTheSessionThatSentIt() {
        long other = world.queue.session();
        long campaign = world.queue.campaign(session, 2);
        long campaignLane = world.queue.lanes.ofCampaign(campaign);
        long sent = world.sent(campaignLane, session);
        world.queue.inTransaction.executeWithoutResult(tx -> world.queue.lanes.move(campaignLane, other));

        assertThat(list(new MessageFilter(null, session), false))
                .extracting(MessageSummary::id)
                .containsExactly(sent);
        assertThat(list(new MessageFilter(null, other), false)).hasSize(1);
    }

    @Test
    void whatWasToGoAtOnceWaitsForNoClockThatWasSetBack() {
        long id = world.waiting(session);

        world.queue.clock.advance(Duration.ofDays(-1));

        assertThat(reason(id)).isEqualTo("new");
        assertThat(summary(id).nextAt()).isNull();
    }

    @Test
    void theWaitOfTheLaneIsTheWaitOfItsMessages() {
        long id = world.waiting(session);
        assertThat(reason(id)).isEqualTo("new");

        world.queue
                .jdbc
                .sql("update lane set wait_reason = 'rate_limit', next_at = '2026-03-02T11:00:00Z' where id = ?")
                .param(lane)
                .update();
        assertThat(reason(id)).isEqualTo("rate_limit");
        assertThat(summary(id).nextAt()).isEqualTo("2026-03-02T11:00:00Z");

        world.queue.jdbc.sql("update wa_session set state = 'disconnected'").update();
        assertThat(reason(id)).isEqualTo("session_down");

        world.queue.inTransaction.executeWithoutResult(tx -> world.queue.lanes.setStatus(lane, LaneStatus.PAUSED));
        assertThat(reason(id)).isEqualTo("paused");
    }

    @Test
    void theStoryOfAPlannedMessageBeginsWithItsRow() {
        long campaign = world.queue.campaign(session, 1);
        long id = world.sent(world.queue.lanes.ofCampaign(campaign), session);

        assertThat(world.messages.get(world.queue.owner, id).timeline())
                .extracting(MessageStory.Step::phase)
                .containsExactly("queued", "sending", "sent");
    }

    @Test
    void theStoryOfADirectMessageHasItsOwnBeginning() {
        long id = world.direct
                .enqueue(DirectMessage.of(world.queue.owner, "s1", "+393331112222", "Ciao"), null)
                .id();
        world.sent(lane, session);

        MessageStory story = world.messages.get(world.queue.owner, id);
        assertThat(story.timeline()).extracting(MessageStory.Step::phase).containsExactly("queued", "sending", "sent");
        assertThat(story.timeline()).extracting(MessageStory.Step::sessionId).containsOnly("s1");
        assertThat(story.body()).isEqualTo("Ciao");
    }

    @Test
    void whatWaitsIsToSayTheNewestTextAndWhatHasGoneSaysItsOwn() {
        long campaign = world.queue.campaign(session, 2);
        long gone = world.sent(world.queue.lanes.ofCampaign(campaign), session);
        world.queue
                .jdbc
                .sql("insert into campaign_step (campaign_id, step, version, template) values (?, 0, 2, 'Altro')")
                .param(campaign)
                .update();
        long waiting = world.queue.count("select id from message where campaign_id = ? and id <> ?", campaign, gone);

        assertThat(summary(gone).textVersion()).isOne();
        assertThat(summary(waiting).textVersion()).isEqualTo(2);
    }

    @Test
    void everyListReadsAnIndexHoweverManyMessagesThereAre() {
        long campaign = world.queue.campaign(session, 0);
        world.queue.bulkCampaign(session, 60_000);
        world.queue
                .jdbc
                .sql("update message set session_pk = ?, state = 'failed' where id % 3 = 0")
                .param(session)
                .update();
        world.queue.jdbc.sql("vacuum analyze message").update();

        assertThat(plan(MessageFilter.all())).contains("message_of_owner").doesNotContain("Seq Scan on message");
        assertThat(plan(new MessageFilter(campaign, null)))
                .contains("message_of_lane")
                .doesNotContain("Seq Scan on message");
        assertThat(plan(new MessageFilter(null, session)))
                .contains("message_of_session")
                .contains("message_of_lane")
                .contains("message_open")
                .doesNotContain("Seq Scan on message");
        assertThat(plan(new MessageFilter(null, null).in(MessageState.FAILED)))
                .contains("message_of_owner")
                .doesNotContain("Seq Scan on message");
    }

    @Test
    void countsLookAtCampaignSessionAndState() {
        long other = world.queue.session();
        long campaign = world.queue.campaign(session, 3);
        world.sent(world.queue.lanes.ofCampaign(campaign), session);
        world.waiting(session);
        world.waiting(other);

        assertThat(counts.of(world.queue.owner, MessageFilter.all()))
                .containsEntry(MessageState.QUEUED, 4)
                .containsEntry(MessageState.SENT, 1)
                .containsEntry(MessageState.FAILED, 0);
        assertThat(counts.of(world.queue.owner, new MessageFilter(campaign, null).in(MessageState.QUEUED)))
                .containsExactly(Map.entry(MessageState.QUEUED, 2));
        assertThat(counts.of(world.queue.owner, new MessageFilter(null, session)))
                .containsEntry(MessageState.QUEUED, 3)
                .containsEntry(MessageState.SENT, 1);
        assertThat(counts.of(world.queue.owner + 1, MessageFilter.all()).values())
                .containsOnly(0);
    }

    @Test
    void countingEndsWhereNobodyReadsFurther() {
        world.queue.bulkCampaign(session, MessageCounts.MOST + 1);
        world.queue.jdbc.sql("vacuum analyze message").update();

        assertThat(counts.of(world.queue.owner, MessageFilter.all()))
                .containsEntry(MessageState.QUEUED, MessageCounts.MOST);
        List<Object> params = new ArrayList<>();
        String sql = MessageCounts.sql(world.queue.owner, MessageFilter.all(), params);
        assertThat(explained(sql, params)).contains("message_of_owner").doesNotContain("Seq Scan on message");
    }

    @Test
    void aPageThatIsReadOftenIsNotPlannedAnewEachTime() {
        world.queue.bulkCampaign(session, 20_000);
        world.queue.jdbc.sql("vacuum analyze message").update();
        Slice slice = new Slice(Long.MAX_VALUE, 51, true);
        MessageHeads heads = MessageHeads.of(world.queue.owner, MessageFilter.all(), slice);
        String sql = Messages.listing(heads, slice);

        List<Long> plans = world.queue.transactions.in(connection -> {
            for (int i = 0; i < 20; i++) {
                Rows.query(
                        connection, sql, row -> row.getLong(1), heads.params().toArray());
            }
            return Rows.query(
                    connection,
                    "select generic_plans from pg_prepared_statements where statement like '%union all%h on h.id = m.id%'",
                    row -> row.getLong(1));
        });

        assertThat(plans).singleElement(as(LONG)).isPositive();
    }

    private String plan(MessageFilter filter) {
        Slice slice = new Slice(0, 51, false);
        MessageHeads heads = MessageHeads.of(world.queue.owner, filter, slice);
        return explained(Messages.listing(heads, slice), heads.params());
    }

    private String explained(String sql, List<Object> params) {
        List<String> lines = world.queue.transactions.in(
                connection -> Rows.query(connection, "explain " + sql, row -> row.getString(1), params.toArray()));
        return String.join("\n", lines);
    }

    private List<MessageSummary> list(MessageFilter filter, boolean newestFirst) {
        return world.messages.list(world.queue.owner, filter, OptionalLong.empty(), 100, newestFirst);
    }

    private MessageSummary summary(long id) {
        return world.messages.get(world.queue.owner, id).summary();
    }

    private @Nullable String reason(long id) {
        return summary(id).reason();
    }
}
