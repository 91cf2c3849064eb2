package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A campaign has three names: its number, 24 hexadecimal digits, and a reference such as {@code blast_20260301_001}. */
@Component
public class CampaignRefs {

    private static final int PUBLIC_ID_LENGTH = 24;
    private static final int LONGEST_NUMBER = 18;

    private final JdbcClient jdbc;

    /** Looks up through this client. */
    public CampaignRefs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The number of the campaign that any of its names means.
     *
     * @throws Problem {@code campaign_not_found} if this owner has none of that name
     */
    public long resolve(long ownerId, String name) {
        return find(ownerId, name)
                .orElseThrow(
                        () -> new Problem(Problem.Kind.NOT_FOUND, "campaign_not_found", "There is no such campaign."));
    }

    private Optional<Long> find(long ownerId, String name) {
        if (name.matches("[0-9]{1," + LONGEST_NUMBER + "}")) {
            return jdbc.sql("select id from campaign where owner_id = ? and id = ? and deleted_at is null")
                    .params(ownerId, Long.parseLong(name))
                    .query(Long.class)
                    .optional();
        }
        String column = name.length() == PUBLIC_ID_LENGTH && !name.contains("_") ? "public_id" : "reference";
        return jdbc.sql("select id from campaign where owner_id = ? and " + column + " = ? and deleted_at is null")
                .params(ownerId, name)
                .query(Long.class)
                .optional();
    }
}
