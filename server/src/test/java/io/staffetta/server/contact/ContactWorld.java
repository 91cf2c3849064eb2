package io.staffetta.server.contact;

import io.staffetta.core.engine.EngineEvent;
import io.staffetta.server.queue.CampaignReplies;
import io.staffetta.server.queue.PeopleWorld;
import io.staffetta.server.queue.RecipientNames;

/** What people do and what is done about them, over a real queue. */
final class ContactWorld implements AutoCloseable {

    final PeopleWorld people = new PeopleWorld();
    final OptingOut optingOut = new OptingOut(people.queue.jdbc, people.persons, people.events, people.queue.clock);
    final OptOuts optOuts = new OptOuts(
            people.queue.transactions,
            people.queue.jdbc,
            optingOut,
            people.events,
            people.audit,
            people.queue.clock,
            people.hints::add);
    final InboundMessages inbound = new InboundMessages(
            people.queue.transactions,
            people.queue.jdbc,
            new Identities(people.queue.jdbc, people.queue.clock),
            new Preferences(people.queue.jdbc, optingOut, people.events, people.queue.clock),
            people.persons,
            new CampaignReplies(people.queue.transactions),
            new RecipientNames(people.queue.transactions),
            people.events,
            people.queue.clock,
            people.hints::add);
    final Contacts contacts = new Contacts(
            people.queue.jdbc, new RecipientNames(people.queue.transactions), people.audit, people.queue.clock);
    final Erasures erasures = new Erasures(
            people.queue.transactions,
            people.queue.jdbc,
            people.persons,
            new Scrubbing(people.queue.jdbc, people.queue.clock),
            people.events,
            people.audit,
            people.queue.clock,
            people.hints::add);
    final long session = people.queue.session();
    final long lane = people.queue.lanes.directOf(session);

    void writes(String id, long phone, String text) {
        hears(new EngineEvent.Inbound(id, phone, text, people.queue.clock.instant()));
    }

    void hears(EngineEvent event) {
        inbound.heard(people.queue.owner, session, event);
    }

    long count(String sql, Object... params) {
        return people.queue.count(sql, params);
    }

    @Override
    public void close() {
        people.close();
    }
}
