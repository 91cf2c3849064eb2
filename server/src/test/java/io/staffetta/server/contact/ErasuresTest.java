package io.staffetta.server.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.engine.SendOutcome;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.Mark;
import io.staffetta.server.queue.Marked;
import io.staffetta.server.queue.Suppression;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        told(sent, phone);

        world.erasures.erase(world.people.caller, phone);

        assertThat(tablesThatHold(Long.toString(phone))).isEmpty();
        assertThat(tablesThatHold("Anna Bianchi")).isEmpty();
        assertThat(world.count("select count(*) from recipient where remark is not null or country is not null"))
                .isZero();
        assertThat(world.people.queue.state(sent)).isEqualTo(MessageState.SENT);
        assertThat(world.count("select count(*) from erasure")).isZero();
        assertThat(world.count("select count(*) from webhook_attempt where answer = 'of somebody else'"))
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0039 333.111.2222",
                "+39 (0) 333 111 2222",
                "393331112222.0",
                "3.93331112222E11",
                "333 111 2222 / 333 111 2224",
                "333 111 2222 int. 12",
                "٣٣٣ ١١١ ٢٢٢٢",
                "３９３３３１１１２２２２"
            })
    void aRefusedRowIsErasedHoweverTheNumberIsWrittenInIt(String written) {
        long phone = 393331112222L;
        long campaign = world.people.queue.campaign(world.session, 1, "Ciao");
        refused(campaign, written);
        refused(campaign, "333 111 2223");

        world.erasures.erase(world.people.caller, phone);

        assertThat(world.people.queue.text(
                        "select string_agg(array_to_string(fields, ' '), ',') from recipient_rejection"
                                + " where fields <> '{}'"))
                .isEqualTo("Anna Bianchi 333 111 2223");
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

    /** What the user's program answered when it was told of the person's messages, and of somebody else's. */
    private void told(long message, long phone) {
        long inbound = world.count("select id from inbound_message where phone = ?", phone);
        long endpoint = world.count("""
                insert into webhook_endpoint (owner_id, url, events, created_at, updated_at)
                values (?, 'https://example.org', '{*}', now(), now()) returning id
                """, world.people.queue.owner);
        answered(endpoint, message, "{}", "thanks for Anna Bianchi");
        answered(endpoint, null, "{\"detail\": {\"inboundId\": " + inbound + "}}", "Anna Bianchi wrote Ciao");
        answered(endpoint, null, "{\"detail\": {\"optOutId\": 99}}", "Anna Bianchi is out");
        answered(endpoint, null, "{}", "seen: +" + phone);
        answered(endpoint, message + 1000, "{}", "of somebody else");
    }

    private void answered(long endpoint, @Nullable Long message, String event, String answer) {
        long delivery = world.count("""
                insert into webhook_delivery (owner_id, endpoint_id, event_id, type, event, message_id, created_at)
                values (?, ?, ?, 'message.read', ?::jsonb, ?, now()) returning id
                """, world.people.queue.owner, endpoint, "e" + answer.hashCode(), event, message);
        world.people
                .queue
                .jdbc
                .sql("insert into webhook_attempt (delivery_id, at, took_ms, answer) values (?, now(), 1, ?)")
                .params(delivery, answer)
                .update();
    }

    private void refused(long campaign, String written) {
        long load = world.count("""
                insert into recipient_import (campaign_id, state, format, phone_column, created_at)
                values (?, 'done', 'csv', 'phone', now()) returning id
                """, campaign);
        world.people
                .queue
                .jdbc
                .sql("insert into recipient_rejection (import_id, row_no, code, fields)"
                        + " values (?, 2, 'invalid_number', array['Anna Bianchi', ?])")
                .params(load, written)
                .update();
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
