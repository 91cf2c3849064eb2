package io.staffetta.server.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.server.queue.CampaignReplies;
import io.staffetta.server.queue.CampaignReplies.Reply;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose word counts as an answer to which campaign. */
class CampaignRepliesTest {

    private final ContactWorld world = new ContactWorld();
    private final CampaignReplies replies = new CampaignReplies(world.people.queue.transactions);

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whoAnswersCountsOnceHoweverMuchTheyWrite() {
        long campaign = campaign();
        long message = sent(campaign);

        world.writes("a1", phone(message), "Ci sarò");
        world.writes("a2", phone(message), "Anzi no");

        assertThat(of(campaign)).singleElement().satisfies(reply -> {
            assertThat(reply.messageId()).isEqualTo(message);
            assertThat(reply.phone()).isEqualTo(phone(message));
            assertThat(reply.text()).isEqualTo("Ci sarò");
        });
    }

    @Test
    void aWordCountsForTheCampaignThatWroteLast() {
        long first = campaign();
        long one = sent(first);
        long second = campaign();
        world.people
                .queue
                .jdbc
                .sql("update message set phone = ? where campaign_id = ?")
                .params(phone(one), second)
                .update();
        world.people.queue.clock.advance(Duration.ofMinutes(5));
        sent(second);

        world.writes("a1", phone(one), "Grazie");

        assertThat(of(first)).isEmpty();
        assertThat(of(second)).hasSize(1);
    }

    @Test
    void aWordToAnotherNumberAnswersNothing() {
        long campaign = campaign();
        long message = sent(campaign);
        long other = world.people.queue.session();

        world.inbound.heard(
                world.people.queue.owner,
                other,
                new EngineEvent.Inbound("a1", phone(message), "Ciao", world.people.queue.clock.instant()));

        assertThat(of(campaign)).isEmpty();
    }

    @Test
    void whoWritesBeforeTheirTurnHasAnsweredNothing() {
        long campaign = campaign();
        long waiting = world.people.campaignMessage(campaign);

        world.writes("a1", phone(waiting), "Ciao");

        assertThat(of(campaign)).isEmpty();
    }

    @Test
    void whoWasErasedIsCountedStillAndNamedNoMore() {
        long campaign = campaign();
        long message = sent(campaign);
        world.writes("a1", phone(message), "Ci sarò");

        world.erasures.erase(world.people.caller, phone(message));

        assertThat(of(campaign)).singleElement().satisfies(reply -> {
            assertThat(reply.phone()).isNegative();
            assertThat(reply.text()).isNullOrEmpty();
        });
    }

    @Test
    void answersComeInPagesOfEitherOrder() {
        long campaign = world.people.queue.campaign(world.session, 3);
        for (int n = 1; n <= 3; n++) {
            world.writes("a" + n, phone(sent(campaign)), "Risposta " + n);
        }

        List<Reply> oldest = replies.list(owner(), campaign, OptionalLong.empty(), 2, false);
        List<Reply> rest =
                replies.list(owner(), campaign, OptionalLong.of(oldest.getLast().id()), 2, false);
        List<Reply> newest = replies.list(owner(), campaign, OptionalLong.empty(), 1, true);

        assertThat(oldest).extracting(Reply::text).containsExactly("Risposta 1", "Risposta 2");
        assertThat(rest).extracting(Reply::text).containsExactly("Risposta 3");
        assertThat(newest).extracting(Reply::text).containsExactly("Risposta 3");
    }

    @Test
    void theCountIsReadOverItsIndexAlone() {
        world.people
                .queue
                .jdbc
                .sql("insert into campaign_reply select ?, n, n, n, now() from generate_series(1, 20000) n")
                .param(campaign())
                .update();
        world.people.queue.jdbc.sql("vacuum analyze campaign_reply").update();

        assertThat(String.join(
                        "\n",
                        world.people
                                .queue
                                .jdbc
                                .sql("explain select count(*) from campaign_reply where campaign_id = 7")
                                .query(String.class)
                                .list()))
                .contains("Index Only Scan");
    }

    private long campaign() {
        return world.people.queue.campaign(world.session, 1);
    }

    private long sent(long campaign) {
        return world.people.sent(world.people.queue.lanes.ofCampaign(campaign), world.session);
    }

    private long phone(long message) {
        return world.people.phone(message);
    }

    private long owner() {
        return world.people.queue.owner;
    }

    private List<Reply> of(long campaign) {
        return replies.list(owner(), campaign, OptionalLong.empty(), 10, false);
    }
}
