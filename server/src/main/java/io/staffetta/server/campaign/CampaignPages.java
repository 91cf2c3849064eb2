package io.staffetta.server.campaign;

import io.staffetta.core.campaign.CampaignStatus;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The user's campaigns in numbered parts, oldest first, for callers who know pages by their offset. */
@Component
public class CampaignPages {

    /** The rows of a page are found over the index alone, before anything is joined to them. */
    static final String PAGE = CampaignRows.SELECT + """
            where c.owner_id = :owner and c.id in (
                select p.id from campaign p
                where p.owner_id = :owner and p.deleted_at is null and (:status::text is null or p.status = :status)
                order by p.id limit :limit offset :offset)
            order by c.id
            """;

    static final String TOTAL = """
            select count(*) from campaign
            where owner_id = :owner and deleted_at is null and (:status::text is null or status = :status)
            """;

    private final JdbcClient jdbc;
    private final CampaignRows rows;

    CampaignPages(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = new CampaignRows(json);
    }

    /** A part of those in this status, or of all where it is null. */
    public List<Campaign> page(long ownerId, @Nullable CampaignStatus status, int offset, int limit) {
        return jdbc.sql(PAGE)
                .param("owner", ownerId)
                .param("status", status == null ? null : status.code())
                .param("limit", limit)
                .param("offset", offset)
                .query(rows)
                .list();
    }

    /** How many there are in this status, or at all where it is null. */
    public int total(long ownerId, @Nullable CampaignStatus status) {
        return jdbc.sql(TOTAL)
                .param("owner", ownerId)
                .param("status", status == null ? null : status.code())
                .query(Integer.class)
                .single();
    }

    /** The ids that the deleted sessions of these campaigns had, by the campaigns' ids. */
    public Map<Long, String> lostSessions(long ownerId, Collection<Campaign> campaigns) {
        Long[] orphans = campaigns.stream()
                .filter(campaign -> campaign.sender() == null)
                .map(Campaign::id)
                .toArray(Long[]::new);
        Map<Long, String> ids = new HashMap<>();
        if (orphans.length > 0) {
            jdbc.sql("""
                    select campaign_id, lost_session from lane
                    where owner_id = ? and campaign_id = any(?) and lost_session is not null
                    """).params(ownerId, orphans).query(row -> {
                ids.put(row.getLong(1), row.getString(2));
            });
        }
        return ids;
    }
}
