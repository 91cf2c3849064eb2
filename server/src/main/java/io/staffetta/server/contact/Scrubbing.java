package io.staffetta.server.contact;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes a person out of every table, in the caller's transaction. Rows that counters and receipts need stay, without
 * anything in them that tells who it was: their phone becomes minus their id.
 */
@Component
class Scrubbing {

    /** The end of a number, which is in it however it is written: with a trunk prefix, as a quantity, beside another. */
    private static final int TELLING = 7;
    /** Digits that are no ASCII digits, in which numbers are read as well; and what each of them stands for. */
    private static final String OTHER_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯０１２３４５６７８９";

    private static final String THEIR_DIGITS = "0123456789".repeat(5);

    private final JdbcClient jdbc;
    private final Clock clock;

    Scrubbing(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How many rows of each sort were concerned. */
    Map<String, Integer> scrub(long ownerId, long phone) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("webhookAnswers", webhookAnswers(ownerId, phone));
        counts.put("messages", messages(ownerId, phone));
        counts.put("recipients", recipients(ownerId, phone));
        counts.put("rejectedRows", rejectedRows(ownerId, phone));
        counts.put("inbound", inbound(ownerId, phone));
        counts.put(
                "poolContacts",
                jdbc.sql("delete from pool_contact where owner_id = ? and phone = ?")
                        .params(ownerId, phone)
                        .update());
        counts.put("identities", identities(ownerId, phone));
        counts.put(
                "contacts",
                jdbc.sql("delete from contact where owner_id = ? and phone = ?")
                        .params(ownerId, phone)
                        .update());
        return counts;
    }

    /** Calls that wait or are parked are kept as they came; those that name the number go. */
    private int identities(long ownerId, long phone) {
        jdbc.sql("delete from inbound_call where owner_id = ? and state <> 'done'"
                        + " and position(convert_to(?, 'UTF8') in body) > 0")
                .params(ownerId, Long.toString(phone))
                .update();
        jdbc.sql("delete from preference where owner_id = ? and phone = ?")
                .params(ownerId, phone)
                .update();
        return jdbc.sql("delete from person where owner_id = ? and phone = ?")
                .params(ownerId, phone)
                .update();
    }

    /**
     * What programs answered that were told of the person: they may have quoted what they were told. First of all, for it
     * is by the other tables that these are found.
     */
    private int webhookAnswers(long ownerId, long phone) {
        return jdbc.sql("""
                update webhook_attempt a set answer = ''
                from webhook_delivery d
                left join message m on m.id = d.message_id
                left join inbound_message i on i.id = (d.event -> 'detail' ->> 'inboundId')::bigint
                    and i.owner_id = d.owner_id
                left join opt_out o on o.id = (d.event -> 'detail' ->> 'optOutId')::bigint and o.owner_id = d.owner_id
                where d.owner_id = :owner and d.id = a.delivery_id and a.answer <> ''
                    and (m.phone = :phone or i.phone = :phone or strpos(a.answer, :digits) > 0
                        or (d.event -> 'detail' ->> 'optOutId' is not null and o.id is null))
                """)
                .param("owner", ownerId)
                .param("phone", phone)
                .param("digits", Long.toString(phone))
                .update();
    }

    /** Some engines put the number into their ids; then the id goes too, and with it later receipts. */
    private int messages(long ownerId, long phone) {
        return jdbc.sql("""
                update message set phone = -id, body = case when body is not null then '' end, content = null, last_error = null,
                    engine_message_id = case when strpos(engine_message_id, ?) = 0 then engine_message_id end,
                    updated_at = ?
                where owner_id = ? and phone = ?
                """).params(Long.toString(phone), now(), ownerId, phone).update();
    }

    private int recipients(long ownerId, long phone) {
        return jdbc.sql("""
                update recipient r set phone = -r.id, variables = '{}', remark = null, country = null
                from (
                    select t.campaign_id, t.id from campaign c cross join lateral (
                        select r.campaign_id, r.id from recipient r where r.campaign_id = c.id and r.phone = ? limit 1
                    ) t where c.owner_id = ?
                ) t
                where r.campaign_id = t.campaign_id and r.id = t.id
                """).params(phone, ownerId).update();
    }

    /** Rows that an import refused are kept as they were written: any field that holds the number's end gives it away. */
    private int rejectedRows(long ownerId, long phone) {
        return jdbc.sql("""
                update recipient_rejection r set fields = '{}', detail = null, repair = null
                from recipient_import i join campaign c on c.id = i.campaign_id
                where r.import_id = i.id and c.owner_id = ? and exists (
                    select 1 from unnest(r.fields) as f(field)
                    where strpos(regexp_replace(translate(f.field, ?, ?), '[^0-9]', '', 'g'), right(?, ?)) > 0)
                """)
                .params(ownerId, OTHER_DIGITS, THEIR_DIGITS, Long.toString(phone), TELLING)
                .update();
    }

    /** The row stays, so that the same message delivered once more is still known as a repeat. */
    private int inbound(long ownerId, long phone) {
        return jdbc.sql("update inbound_message set phone = -id, text = '' where owner_id = ? and phone = ?")
                .params(ownerId, phone)
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
