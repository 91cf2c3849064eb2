package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.server.campaign.file.PeopleFile;
import io.staffetta.server.queue.Event;
import io.staffetta.server.queue.EventLog;
import io.staffetta.server.queue.RecipientNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The record of imports: what came in, what was refused and why. */
@Component
class ImportLedger {

    /** Of the rows that are refused, only so many are kept. */
    static final int MOST_KEPT = 100_000;

    static final int SHOWN_ERRORS = 100;

    private static final String SELECT = """
            select i.id, i.state, i.file_name, i.format, i.charset, i.delimiter, i.columns, i.phone_column, i.accepted,
                i.rejected, i.error_counts, i.error, i.created_at, i.finished_at,
                coalesce(i.country, c.default_country) as read_in
            from recipient_import i join campaign c on c.id = i.campaign_id
            """;

    private static final String NAME_THE_KNOWN = """
            update contact c set name = n.name
            from recipient r cross join lateral (select %s as name) n
            where c.owner_id = ? and c.name is null and r.campaign_id = ? and r.import_id = ? and r.phone = c.phone
                and n.name is not null
            """.formatted(RecipientNames.inRow("r.variables"));

    private final JdbcClient jdbc;
    private final RefusedPages refused;
    private final JsonMapper json;
    private final EventLog events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ImportLedger(
            JdbcClient jdbc,
            RefusedPages refused,
            JsonMapper json,
            EventLog events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.refused = refused;
        this.json = json;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Records the beginning of an import, unless another one into the same campaign is in progress. */
    static Optional<Long> begin(Connection connection, long campaignId, ImportOrder order, PeopleFile file, Instant at)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into recipient_import (campaign_id, state, file_name, format, phone_column, country, created_at)
                values (?, 'loading', ?, ?, ?, ?, ?)
                on conflict (campaign_id) where state = 'loading' do nothing
                returning id
                """)) {
            insert.setLong(1, campaignId);
            insert.setString(2, order.fileName());
            insert.setString(3, file.form().format());
            insert.setString(4, file.columns().get(file.phoneColumn()));
            insert.setString(5, order.country());
            insert.setObject(6, at.atOffset(ZoneOffset.UTC));
            try (ResultSet row = insert.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /** The import into this campaign that is in progress, or was when its process died. */
    static Optional<Long> loading(Connection connection, long campaignId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select id from recipient_import where campaign_id = ? and state = 'loading'")) {
            select.setLong(1, campaignId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /** A file that was read to its end, what came of it, and its hash. */
    record Read(PeopleFile file, ImportRun run, String hash) {}

    /**
     * Makes an import count, in one transaction: its recipients belong to the campaign from now on.
     *
     * @throws Problem {@code campaign_not_editable} if the campaign was started meanwhile, or the import given up
     */
    void finish(ImportGround.Campaign campaign, long importId, @Nullable Long mends, Read read) {
        transaction.executeWithoutResult(status -> {
            count(campaign, importId, read, clock.instant());
            if (mends != null) {
                supersede(campaign.id(), mends);
            }
            nameTheKnown(campaign, importId);
        });
    }

    /** Who is known without a name gets that of the file; a name that somebody gave stays. */
    private void nameTheKnown(ImportGround.Campaign campaign, long importId) {
        jdbc.sql(NAME_THE_KNOWN)
                .params(campaign.ownerId(), campaign.id(), importId)
                .update();
    }

    /** What an import refused, and another one stands for now, is wanted no more. */
    private void supersede(long campaignId, long importId) {
        jdbc.sql("""
                with gone as (delete from recipient_rejection where import_id = :id)
                update recipient_import set rejected = 0, error_counts = '{}' where id = :id and campaign_id = :campaign
                """).param("id", importId).param("campaign", campaignId).update();
    }

    private void count(ImportGround.Campaign campaign, long importId, Read read, Instant now) {
        ImportRun run = read.run();
        boolean counted = jdbc.sql("""
                update campaign set recipients = recipients + ?, updated_at = ?
                where id = ? and owner_id = ? and status in ('draft', 'scheduled')
                """)
                        .params(run.accepted(), now.atOffset(ZoneOffset.UTC), campaign.id(), campaign.ownerId())
                        .update()
                == 1;
        if (!counted || !finish(importId, read, now)) {
            throw ImportGround.notEditable();
        }
        String detail = json.writeValueAsString(Map.of("importId", importId, "accepted", run.accepted()));
        events.append(Event.campaign(now, campaign.ownerId(), campaign.id(), "recipients_added", null, detail));
    }

    private boolean finish(long importId, Read read, Instant now) {
        PeopleFile file = read.file();
        Map<String, Integer> counts = new TreeMap<>();
        read.run().errors().forEach((error, count) -> counts.put(error.code(), count));
        return jdbc.sql("""
                update recipient_import set state = 'done', charset = ?, delimiter = ?, columns = ?,
                    error_counts = ?::jsonb, file_hash = ?, finished_at = ?
                where id = ? and state = 'loading'
                """)
                        .param(file.form().charset())
                        .param(file.form().delimiter())
                        .param(file.columns().toArray(String[]::new))
                        .param(json.writeValueAsString(counts))
                        .param(read.hash())
                        .param(now.atOffset(ZoneOffset.UTC))
                        .param(importId)
                        .update()
                == 1;
    }

    /** The imports of a campaign, oldest first, without their errors. */
    List<ImportReport> page(long ownerId, long campaignId, long after, int limit) {
        return jdbc.sql(SELECT + """
                where c.owner_id = ? and i.campaign_id = ? and i.id > ? order by i.id limit ?
                """)
                .params(ownerId, campaignId, after, limit)
                .query((row, n) -> report(row, Kept.NOT_SHOWN))
                .list();
    }

    /** One import with the first errors of a group. */
    Optional<ImportReport> find(long ownerId, long campaignId, long importId, RefusedGroup group) {
        return jdbc.sql(SELECT + """
                where c.owner_id = ? and i.campaign_id = ? and i.id = ?
                """)
                .params(ownerId, campaignId, importId)
                .query((row, n) -> report(row, kept(campaignId, importId, group)))
                .optional();
    }

    /** What is told of single rows. */
    private record Kept(
            List<ImportReport.RefusedRow> errors, List<ImportReport.Group> groups, List<ImportReport.Taken> remarks) {

        static final Kept NOT_SHOWN = new Kept(List.of(), List.of(), List.of());
    }

    private Kept kept(long campaignId, long importId, RefusedGroup group) {
        List<ImportReport.RefusedRow> errors = refused.after(importId, group, -1, SHOWN_ERRORS).stream()
                .map(RefusedPages.Page::row)
                .toList();
        List<ImportReport.Group> groups = jdbc.sql("""
                select code, detail, repair, count(*) from (
                    select code, case when code = 'recently_contacted' then null else detail end as detail, repair
                    from recipient_rejection where import_id = ?) r
                group by 1, 2, 3 order by 1, 2 nulls first, 3 nulls first
                """)
                .param(importId)
                .query((row, n) ->
                        new ImportReport.Group(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)))
                .list();
        List<ImportReport.Taken> remarks = jdbc.sql("""
                select remark, country, count(*) from recipient
                where campaign_id = ? and import_id = ? and remark is not null group by 1, 2 order by 1, 2
                """)
                .params(campaignId, importId)
                .query((row, n) -> new ImportReport.Taken(row.getString(1), row.getString(2), row.getInt(3)))
                .list();
        return new Kept(errors, groups, remarks);
    }

    private ImportReport report(ResultSet row, Kept kept) throws SQLException {
        int rejected = row.getInt("rejected");
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new ImportReport(
                row.getLong("id"),
                row.getString("state"),
                row.getString("file_name"),
                row.getString("format"),
                row.getString("charset"),
                row.getString("delimiter"),
                List.of((String[]) row.getArray("columns").getArray()),
                row.getString("phone_column"),
                row.getString("read_in"),
                row.getInt("accepted"),
                rejected,
                Math.min(rejected, MOST_KEPT),
                kept.errors(),
                json.readValue(row.getString("error_counts"), new TypeReference<Map<String, Integer>>() {}),
                kept.groups(),
                kept.remarks(),
                row.getString("error"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
