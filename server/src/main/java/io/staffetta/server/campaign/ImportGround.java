package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.Template;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an import must know of its campaign before the first row, read through the import's own connection. */
final class ImportGround {

    private static final Set<String> EDITABLE = Set.of("draft", "scheduled");
    private static final int FETCH = 10_000;

    private ImportGround() {}

    /** Which numbers a campaign takes and what its first message says. */
    record Campaign(
            long id,
            long ownerId,
            String defaultCountry,
            boolean simulated,
            @Nullable Template template) {}

    /**
     * Locks the campaign until the transaction ends.
     *
     * @throws Problem {@code campaign_not_found}, or {@code campaign_not_editable} once it was started
     */
    static Campaign lock(Connection connection, long ownerId, long campaignId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select c.status, c.default_country, c.simulated, t.template, t.approved::text, t.variants::text
                from campaign c left join lateral (select s.template, s.approved, s.variants from campaign_step s
                    where s.campaign_id = c.id and s.step = 0 order by s.version desc limit 1) t on true
                where c.id = ? and c.owner_id = ? for update of c
                """)) {
            select.setLong(1, campaignId);
            select.setLong(2, ownerId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new Problem(Problem.Kind.NOT_FOUND, "campaign_not_found", "There is no such campaign.");
                }
                if (!EDITABLE.contains(row.getString(1))) {
                    throw notEditable();
                }
                String template = row.getString(4);
                return new Campaign(
                        campaignId,
                        ownerId,
                        row.getString(2),
                        row.getBoolean(3),
                        template == null || template.isBlank()
                                ? null
                                : TemplateMapping.stored(template, row.getString(5), row.getString(6)));
            }
        }
    }

    static Problem notEditable() {
        return new Problem(
                Problem.Kind.CONFLICT,
                "campaign_not_editable",
                "Recipients can be added until the campaign is started.");
    }

    /** The phones that are in the campaign already; of people who were erased there is none. */
    static LongSet phones(Connection connection, long campaignId) throws SQLException {
        return numbers(connection, "select phone from recipient where campaign_id = ? and phone > 0", campaignId);
    }

    /** The positive numbers that a query with one parameter finds. */
    static LongSet numbers(Connection connection, String sql, long id) throws SQLException {
        LongSet set = new LongSet(FETCH);
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setFetchSize(FETCH);
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    set.add(row.getLong(1));
                }
            }
        }
        return set;
    }
}
