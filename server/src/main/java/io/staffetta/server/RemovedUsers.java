package io.staffetta.server;

import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Erases what removed users have left: people, their messages and answers, campaigns that were deleted before. In small
 * statements; what a crash interrupts is taken up again. Of opt-outs a keyed hash stays, and the audit stays.
 */
@Component
class RemovedUsers {

    private static final Logger log = LoggerFactory.getLogger(RemovedUsers.class);
    private static final int AT_ONCE = 2_000;

    private static final String OPT_OUTS = """
            with gone as (
                delete from opt_out where ctid = any(array(
                    select ctid from opt_out where owner_id = ? and phone is not null limit ?))
                returning owner_id, phone, source, at
            ), kept as (
                insert into opt_out (owner_id, phone_hash, source, at)
                select owner_id, suppression_hash(phone), source, at from gone
                on conflict (owner_id, phone_hash) where phone_hash is not null do nothing
            )
            select count(*) from gone
            """;

    private static final String RECIPIENTS = """
            delete from recipient where ctid = any(array(
                select r.ctid from campaign c join recipient r on r.campaign_id = c.id where c.owner_id = ? limit ?))
            """;

    private static final String REJECTED_ROWS = """
            delete from recipient_rejection where ctid = any(array(
                select r.ctid from campaign c join recipient_import i on i.campaign_id = c.id
                    join recipient_rejection r on r.import_id = i.id
                where c.owner_id = ? limit ?))
            """;

    private static final String REPLIES = """
            delete from campaign_reply where ctid = any(array(
                select y.ctid from campaign c join campaign_reply y on y.campaign_id = c.id where c.owner_id = ? limit ?))
            """;

    private static final String DELIVERIES = """
            with gone as (select id from webhook_delivery where owner_id = ? limit ?),
                attempts as (delete from webhook_attempt where delivery_id in (select id from gone))
            delete from webhook_delivery where id in (select id from gone)
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Audit audit;

    RemovedUsers(JdbcClient jdbc, TransactionOperations transaction, Audit audit) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.audit = audit;
    }

    private record Removed(long ownerId, Caller by) {}

    /** Erases what is left of users who were removed. */
    @Scheduled(initialDelayString = "PT20S", fixedDelayString = "PT20S")
    void erase() {
        List<Removed> removed = jdbc.sql("select owner_id, removed_by, actor from removed_user order by owner_id")
                .query((row, n) -> new Removed(row.getLong(1), new Caller(row.getLong(2), row.getString(3), Set.of())))
                .list();
        for (Removed user : removed) {
            try {
                erase(user);
            } catch (DataAccessException e) {
                log.warn("what user {} has left has to wait to be erased: {}", user.ownerId(), e.getMessage());
            }
        }
    }

    private void erase(Removed user) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("messages", sweep(owned("message"), user));
        counts.put("recipients", sweep(RECIPIENTS, user));
        sweep(REJECTED_ROWS, user);
        sweep(REPLIES, user);
        counts.put("inbound", sweep(owned("inbound_message"), user));
        sweep(owned("inbound_call"), user);
        sweep(DELIVERIES, user);
        sweep(owned("preference"), user);
        sweep(owned("person"), user);
        counts.put("contacts", sweep(owned("contact"), user));
        sweep(owned("erasure"), user);
        sweep(owned("idempotency_key"), user);
        counts.put("optOuts", optOuts(user));
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from lane where owner_id = ?")
                    .param(user.ownerId())
                    .update();
            counts.put(
                    "campaigns",
                    jdbc.sql("delete from campaign where owner_id = ?")
                            .param(user.ownerId())
                            .update());
            jdbc.sql("delete from removed_user where owner_id = ?")
                    .param(user.ownerId())
                    .update();
            audit.record(user.by(), "user.erase", "user:" + user.ownerId(), counts);
        });
    }

    private static String owned(String table) {
        return "delete from %1$s where ctid = any(array(select ctid from %1$s where owner_id = ? limit ?))"
                .formatted(table);
    }

    private int sweep(String statement, Removed user) {
        int all = 0;
        int now = AT_ONCE;
        while (now == AT_ONCE) {
            now = jdbc.sql(statement).params(user.ownerId(), AT_ONCE).update();
            all += now;
        }
        return all;
    }

    /** The person's wish outlives the user whom they told: their number becomes a keyed hash. */
    private int optOuts(Removed user) {
        int all = 0;
        int now = AT_ONCE;
        while (now == AT_ONCE) {
            now = jdbc.sql(OPT_OUTS)
                    .params(user.ownerId(), AT_ONCE)
                    .query(Integer.class)
                    .single();
            all += now;
        }
        return all;
    }
}
