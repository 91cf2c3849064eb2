package io.staffetta.server.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.message.MessageState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InboundMessagesTest {

    private static final long PERSON = 393331112222L;

    private final ContactWorld world = new ContactWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aMessageIsKeptOnceAndThePersonIsKnown() {
        world.writes("a1", PERSON, "Ciao");
        world.writes("a1", PERSON, "Ciao");

        assertThat(world.count("select count(*) from inbound_message")).isOne();
        assertThat(world.count("select count(*) from message_event where kind = 'contact'"))
                .isOne();
        ContactHistory history = world.contacts.history(world.people.queue.owner, PERSON);
        assertThat(history.contact().lastInboundAt()).isEqualTo(world.people.queue.clock.instant());
        assertThat(history.received()).singleElement().satisfies(received -> {
            assertThat(received.text()).isEqualTo("Ciao");
            assertThat(received.sessionId()).isEqualTo("s1");
        });
    }

    @Test
    void aFollowUpThatWaitsForNoAnswerEndsWithOne() {
        long campaign = world.people.queue.campaign(world.session, 1, "Ancora?");
        long first = world.people.sent(world.people.queue.lanes.ofCampaign(campaign), world.session);
        long followUp = world.count("select id from message where campaign_id = ? and step = 1", campaign);
        world.people.queue.clock.advance(Duration.ofMinutes(5));

        world.writes("a1", world.people.phone(first), "Grazie, interessante");

        assertThat(world.people.queue.state(followUp)).isEqualTo(MessageState.SKIPPED);
        assertThat(world.people.reason(followUp)).isEqualTo("replied");
        assertThat(world.people.queue.state(first)).isEqualTo(MessageState.SENT);
    }

    @Test
    void aWordThatSaysStopStopsAtOnce() {
        long waiting = world.people.waiting(world.session);
        long phone = world.people.phone(waiting);

        world.writes("a1", phone, "Stop!");

        assertThat(world.people.reason(waiting)).isEqualTo("opted_out");
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10))
                .singleElement()
                .satisfies(optOut -> {
                    assertThat(optOut.source()).isEqualTo("reply");
                    assertThat(optOut.word()).isEqualTo("STOP");
                });
    }

    @Test
    void whoAnswersWithAWordThatSaysStopHasOptedOutAndNotMerelyAnswered() {
        long campaign = world.people.queue.campaign(world.session, 1, "Ancora?");
        long first = world.people.sent(world.people.queue.lanes.ofCampaign(campaign), world.session);
        long followUp = world.count("select id from message where campaign_id = ? and step = 1", campaign);

        world.writes("a1", world.people.phone(first), "STOP");

        assertThat(world.people.reason(followUp)).isEqualTo("opted_out");
    }

    @Test
    void whoStoppedByAWordComesBackByOneButNotPastTheUser() {
        world.writes("a1", PERSON, "STOP");
        world.writes("a2", PERSON, "START");
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10)).isEmpty();

        world.optOuts.add(world.people.caller, List.of(PERSON), "api");
        world.writes("a3", PERSON, "START");
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10)).hasSize(1);
    }

    @Test
    void whatStrangersWriteIsMadeFit() {
        world.writes("a1", PERSON, "a\0b\uD800c" + "x".repeat(70_000));
        world.writes("i\0d" + "y".repeat(9000), PERSON, "ok");
        world.writes("a3", -5, "nobody");

        assertThat(world.count("select max(octet_length(text)) from inbound_message"))
                .isEqualTo(65_536);
        assertThat(world.people.queue.text("select left(text, 3) from inbound_message where source_id = 'a1'"))
                .isEqualTo("abc");
        assertThat(world.count("select count(*) from inbound_message")).isEqualTo(2);
    }
}
