package io.staffetta.server.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContactsTest {

    private final ContactWorld world = new ContactWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aNumberIsFoundByItsBeginning() {
        known(393331112222L, "Anna");
        known(393339999999L, "Bruno");
        known(4915112345678L, "Carl");

        assertThat(search("+39 333")).containsExactly(393331112222L, 393339999999L);
        assertThat(search("393331112222")).containsExactly(393331112222L);
        assertThat(search("")).hasSize(3);
    }

    @Test
    void aPersonIsFoundByTheBeginningOfTheirName() {
        known(393331112222L, "Anna Rossi");
        known(393339999999L, "anna verdi");
        known(4915112345678L, "Carl");

        assertThat(search("ann")).containsExactly(393331112222L, 393339999999L);
    }

    @Test
    void pagesGoThroughEverybodyOnce() {
        for (long i = 0; i < 7; i++) {
            known(393331110000L + i, "Anna " + i);
        }
        for (String search : List.of("", "3933", "anna")) {
            List<Long> seen = new ArrayList<>();
            long after = 0;
            List<Contact> page;
            do {
                page = world.contacts.list(world.people.queue.owner, search, after, 3);
                page.forEach(contact -> seen.add(contact.phone()));
                after = page.isEmpty()
                        ? after
                        : Objects.requireNonNull(page.getLast().id());
            } while (!page.isEmpty());
            assertThat(seen).hasSize(7).doesNotHaveDuplicates();
        }
    }

    @Test
    void aConsentIsKeptAsARecord() {
        Contact.Consent consent = new Contact.Consent("website", "I want news", Instant.parse("2026-01-01T00:00:00Z"));

        world.contacts.change(world.people.caller, 393331112222L, "Anna", null);
        Contact changed = world.contacts.change(world.people.caller, 393331112222L, null, consent);

        assertThat(changed.name()).isEqualTo("Anna");
        assertThat(changed.consent()).isEqualTo(consent);
    }

    @Test
    void whoAnswersIsCalledWhatTheirFileSaid() {
        long phone = writtenTo("{\"Nome\": \"Anna Rossi\"}");

        world.writes("a1", phone, "Ci sarò");

        assertThat(search("anna")).containsExactly(phone);
    }

    @Test
    void theNameThatSomebodyGaveStays() {
        long phone = writtenTo("{\"Nome\": \"Anna Rossi\"}");
        known(phone, "Annina");

        world.writes("a1", phone, "Ci sarò");

        assertThat(search("annina")).containsExactly(phone);
    }

    @Test
    void whoWasOnlyWrittenToHasTheNameOfTheFileToo() {
        long phone = writtenTo("{\"Nome\": \"Anna Rossi\"}");

        assertThat(world.contacts
                        .history(world.people.queue.owner, phone)
                        .contact()
                        .name())
                .isEqualTo("Anna Rossi");
    }

    @Test
    void anUnknownNumberIsNotFound() {
        assertThatThrownBy(() -> world.contacts.history(world.people.queue.owner, 393331112222L))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("contact_not_found"));
    }

    /** Somebody who got a campaign's message; such are the variables of their row. */
    private long writtenTo(String variables) {
        long campaign = world.people.queue.campaign(world.session, 1);
        long message = world.people.sent(world.people.queue.lanes.ofCampaign(campaign), world.session);
        world.people.queue.jdbc.sql("""
                        insert into recipient (campaign_id, id, import_id, row_no, phone, variables)
                        select campaign_id, recipient_id, 1, 2, phone, ?::jsonb from message where id = ?
                        """).params(variables, message).update();
        return world.people.phone(message);
    }

    private void known(long phone, String name) {
        world.contacts.change(world.people.caller, phone, name, null);
    }

    private List<Long> search(String text) {
        return world.contacts.list(world.people.queue.owner, text, 0, 10).stream()
                .map(Contact::phone)
                .toList();
    }
}
