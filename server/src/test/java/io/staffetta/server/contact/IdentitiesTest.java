package io.staffetta.server.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.core.engine.EngineEvent.Inbound.Kind;
import io.staffetta.core.engine.Person;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is who where phones are hidden, and what people say of being written to. */
class IdentitiesTest {

    private static final long PHONE = 393331112222L;
    private static final Person HIDDEN = Person.of("123@lid");

    private final ContactWorld world = new ContactWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void somebodyWithoutAPhoneIsKeptByName() {
        writes("a1", HIDDEN, "Ciao");
        writes("a2", HIDDEN, "Ci sei?");

        assertThat(world.count("select count(distinct phone) from inbound_message where phone < 0"))
                .isOne();
        assertThat(world.count("select count(*) from contact")).isZero();
        assertThat(world.count("select count(*) from message_event where phase = 'wrote'"))
                .isEqualTo(2);
    }

    @Test
    void whatSomebodyWroteIsTheirsOnceTheirPhoneIsKnown() {
        writes("a1", HIDDEN, "Ciao");
        world.hears(new EngineEvent.PersonKnown(both()));
        writes("a2", HIDDEN, "Sono io");

        assertThat(world.contacts.history(world.people.queue.owner, PHONE).received())
                .extracting(ContactHistory.Received::text)
                .containsExactlyInAnyOrder("Ciao", "Sono io");
        assertThat(world.count("select count(*) from person")).isOne();
    }

    @Test
    void twoNamesOfOnePersonBecomeOne() {
        writes("a1", HIDDEN, "uno");
        writes("a2", Person.of("user-9"), "due");
        world.hears(new EngineEvent.PersonKnown(
                new Person(OptionalLong.empty(), Optional.of("123@lid"), Optional.of("user-9"))));
        assertThat(world.count("select count(*) from person")).isOne();
        assertThat(world.count("select count(distinct phone) from inbound_message"))
                .isOne();
    }

    @Test
    void aNameThatPassesToAnotherPhoneIsFollowed() {
        world.hears(new EngineEvent.PersonKnown(both()));
        world.hears(new EngineEvent.PersonKnown(
                new Person(OptionalLong.of(PHONE + 1), Optional.of("123@lid"), Optional.empty())));
        writes("a1", HIDDEN, "Ciao");
        assertThat(world.count("select count(*) from inbound_message where phone = ?", PHONE + 1))
                .isOne();
    }

    @Test
    void aStopFromSomebodyHiddenHoldsOnceTheirPhoneIsKnown() {
        long waiting = world.people.waiting(world.session);
        long phone = world.people.phone(waiting);
        writes("a1", HIDDEN, "Stop");
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10)).isEmpty();

        world.hears(new EngineEvent.PersonKnown(
                new Person(OptionalLong.of(phone), Optional.of("123@lid"), Optional.empty())));
        assertThat(world.people.reason(waiting)).isEqualTo("opted_out");
    }

    @Test
    void aPreferenceSetInWhatsAppStopsAndAnOlderOneChangesNothing() {
        long waiting = world.people.waiting(world.session);
        Person person = Person.of(world.people.phone(waiting));
        var now = world.people.queue.clock.instant();
        world.hears(new EngineEvent.OptedOut(person, "p1", now));
        world.hears(new EngineEvent.OptedIn(person, "p0", now.minus(Duration.ofHours(1))));

        assertThat(world.people.reason(waiting)).isEqualTo("opted_out");
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10))
                .singleElement()
                .satisfies(optOut -> assertThat(optOut.source()).isEqualTo("preference"));

        world.people.queue.clock.advance(Duration.ofMinutes(1));
        world.hears(new EngineEvent.OptedIn(person, "p2", world.people.queue.clock.instant()));
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10)).isEmpty();
    }

    @Test
    void aReactionIsNoAnswer() {
        long campaign = world.people.queue.campaign(world.session, 1, "Ancora?");
        long first = world.people.sent(world.people.queue.lanes.ofCampaign(campaign), world.session);
        Person person = Person.of(world.people.phone(first));
        world.people.queue.clock.advance(Duration.ofMinutes(5));

        world.hears(new EngineEvent.Inbound("a1", person, Kind.REACTION, "👍", world.people.queue.clock.instant()));
        assertThat(world.count("select count(*) from message where campaign_id = ? and state = 'queued'", campaign))
                .isOne();
    }

    @Test
    void anErasedPersonLosesTheirNames() {
        writes("a1", HIDDEN, "Ciao");
        world.hears(new EngineEvent.PersonKnown(both()));
        world.erasures.erase(world.people.caller, PHONE);
        assertThat(world.count("select count(*) from person_name")).isZero();
        assertThat(world.count("select count(*) from inbound_message where text <> ''"))
                .isZero();
    }

    private static Person both() {
        return new Person(OptionalLong.of(PHONE), Optional.of("123@lid"), Optional.empty());
    }

    private void writes(String id, Person person, String text) {
        world.hears(new EngineEvent.Inbound(id, person, Kind.TEXT, text, world.people.queue.clock.instant()));
    }
}
