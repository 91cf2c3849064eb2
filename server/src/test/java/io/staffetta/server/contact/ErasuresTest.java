package io.staffetta.server.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.Mark;
import io.staffetta.server.queue.Marked;
import io.staffetta.server.queue.Suppression;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErasuresTest {

    private final ContactWorld world = new ContactWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void nothingOfAnErasedPersonIsLeftInAnyTable() {
        long campaign = world.people.queue.campaign(world.session, 1, "Ancora?");
        long sent = world.people.sent(world.people.queue.lanes.ofCampaign(campaign), world.session);
        long phone = world.people.phone(sent);
        world.people
                .queue
                .jdbc
                .sql("update message set recipient_id = 1 where campaign_id = ?")
                .param(campaign)
                .update();
        world.writes("a1", phone, "Ciao");
        world.contacts.change(world.people.caller, phone, "Anna Bianchi", null);
        imported(campaign, phone);

        world.erasures.erase(world.people.caller, phone);

        assertThat(tablesThatHold(Long.toString(phone))).isEmpty();
        assertThat(tablesThatHold("Anna Bianchi")).isEmpty();
        assertThat(world.count("select count(*) from recipient where remark is not null or country is not null"))
                .isZero();
        assertThat(world.people.queue.state(sent)).isEqualTo(MessageState.SENT);
        assertThat(world.count("select count(*) from erasure")).isZero();
    }

    @Test
    void whatWaitsForAnErasedPersonEnds() {
        long waiting = world.people.waiting(world.session);

        world.erasures.erase(world.people.caller, world.people.phone(waiting));

        assertThat(world.people.queue.state(waiting)).isEqualTo(MessageState.SKIPPED);
        assertThat(world.people.reason(waiting)).isEqualTo("erased");
        assertThat(world.people.phone(waiting)).isNegative();
    }

    @Test
    void anErasedPersonIsNeverWrittenToAgain() {
        long phone = world.people.phone(world.people.waiting(world.session));
        world.optOuts.add(world.people.caller, List.of(phone), "api");

        world.erasures.erase(world.people.caller, phone);

        assertThat(new Suppression(world.people.queue.transactions)
                        .suppressed(world.people.queue.owner, List.of(phone, phone + 1)))
                .containsExactly(phone);
        assertThat(world.optOuts.list(world.people.queue.owner, 0, 10))
                .singleElement()
                .satisfies(optOut -> assertThat(optOut.phone()).isNull());
        long later = world.people.waiting(world.session);
        world.people
                .queue
                .jdbc
                .sql("update message set phone = ? where id = ?")
                .params(phone, later)
                .update();
        assertThat(world.people.mark(world.people.claimed(world.lane, world.session)))
                .isInstanceOf(Marked.Ended.class);
    }

    @Test
    void aMessageOnItsWayDuringTheErasureDoesNotComeBack() {
        long id = world.people.waiting(world.session);
        Mark mark = world.people.claimed(world.lane, world.session);
        world.people.mark(mark);

        world.erasures.erase(world.people.caller, world.people.phone(id));
        world.people.answer(
                mark, new SendOutcome.NotSent(SendOutcome.Cause.SESSION_NOT_READY, "away", java.util.Optional.empty()));
        world.people.queue.clock.advance(java.time.Duration.ofMinutes(1));

        assertThat(world.people.queue.state(id)).isEqualTo(MessageState.QUEUED);
        assertThat(world.people.mark(world.people.claimed(world.lane, world.session)))
                .isInstanceOf(Marked.Ended.class);
        assertThat(world.people.queue.state(id)).isEqualTo(MessageState.SKIPPED);
    }

    @Test
    void anInterruptedErasureIsTakenUpAgain() {
        long phone = world.people.phone(world.people.waiting(world.session));
        world.people
                .queue
                .jdbc
                .sql("insert into erasure values (?, ?, 'user:o', '2026-03-02T09:00:00Z')")
                .params(world.people.queue.owner, phone)
                .update();

        world.erasures.resume();

        assertThat(tablesThatHold(Long.toString(phone))).isEmpty();
    }

    @Test
    void theAuditTellsOfAnErasureWithoutSayingWhose() {
        long phone = world.people.phone(world.people.waiting(world.session));

        world.erasures.erase(world.people.caller, phone);

        assertThat(world.people.queue.text("select action || subject || detail::text from audit_entry"))
                .startsWith("contact.erase")
                .doesNotContain(Long.toString(phone).substring(4));
    }

    /** A recipient row with variables, and a rejected row that holds the number as it was written. */
    private void imported(long campaign, long phone) {
        world.people.queue.jdbc.sql("""
                insert into recipient (campaign_id, import_id, row_no, phone, remark, country, variables)
                values (?, 1, 1, ?, 'country_inferred', 'AO', '{"name": "Anna Bianchi"}')
                """).params(campaign, phone).update();
        long load = world.count("""
                insert into recipient_import (campaign_id, state, format, phone_column, created_at)
                values (?, 'done', 'csv', 'phone', now()) returning id
                """, campaign);
        world.people.queue.jdbc.sql("""
                insert into recipient_rejection (import_id, row_no, code, fields)
                values (?, 2, 'duplicate', array['Anna Bianchi', ?])
                """).params(load, "+" + phone).update();
    }

    private List<String> tablesThatHold(String text) {
        return world.people.queue.jdbc.sql("""
                select table_name from information_schema.tables
                where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'flyway_schema_history'
                """).query(String.class).list().stream()
                .filter(table ->
                        world.count("select count(*) from \"" + table + "\" t where strpos(t::text, ?) > 0", text) > 0)
                .toList();
    }
}
