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

    private final JdbcClient jdbc;
    private final Clock clock;

    Scrubbing(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How many rows of each sort were concerned. */
    Map<String, Integer> scrub(long ownerId, long phone) {
        Map<String, Integer> counts = new LinkedHashMap<>();
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

    /** Rows that an import refused are kept as they were written: any field that ends like the number gives it away. */
    private int rejectedRows(long ownerId, long phone) {
        return jdbc.sql("""
                update recipient_rejection r set fields = '{}', detail = null, repair = null
                from recipient_import i join campaign c on c.id = i.campaign_id
                where r.import_id = i.id and c.owner_id = ? and exists (
                    select 1 from unnest(r.fields) as f(field)
                    cross join lateral (select ltrim(regexp_replace(f.field, '\\D', '', 'g'), '0')) as d(digits)
                    where length(d.digits) >= 7 and right(?, length(d.digits)) = d.digits)
                """).params(ownerId, Long.toString(phone)).update();
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
