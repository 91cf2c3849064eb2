package io.staffetta.server.campaign;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Removes deleted drafts with their recipients, in chunks; what a crash leaves is removed later. */
@Component
class CampaignPurge {

    /** A longer transaction would hold up the readers of the event log. */
    private static final int CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    CampaignPurge(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Removes what has been deleted and was never started. */
    @Scheduled(fixedDelay = 5_000)
    void purge() {
        List<Long> drafts = jdbc.sql(
                        "select id from campaign where deleted_at is not null and status = 'draft' order by id limit 100")
                .query((row, n) -> row.getLong(1))
                .list();
        drafts.forEach(this::purge);
    }

    private void purge(long campaignId) {
        int removed = CHUNK;
        while (removed == CHUNK) {
            removed = jdbc.sql("""
                    delete from recipient where ctid = any(array(
                        select ctid from recipient where campaign_id = ? limit ?))
                    """).params(campaignId, CHUNK).update();
        }
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from lane where campaign_id = ?").param(campaignId).update();
            jdbc.sql("delete from campaign where id = ? and status = 'draft'")
                    .param(campaignId)
                    .update();
        });
    }
}
