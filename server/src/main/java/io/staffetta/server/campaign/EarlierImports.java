package io.staffetta.server.campaign;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out whether a file was read before, into whichever campaign of its owner. */
@Component
public class EarlierImports {

    static final String OF_FILE = """
            select c.public_id, c.name, i.id, i.file_name, i.accepted, i.finished_at
            from recipient_import i join campaign c on c.id = i.campaign_id
            where i.file_hash = ? and c.owner_id = ? and i.state = 'done' order by i.id desc limit ?
            """;

    private static final int MOST = 5;

    private final JdbcClient jdbc;

    /** Reads through this client. */
    public EarlierImports(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The same file, read before.
     *
     * @param accepted rows that became recipients
     */
    public record Earlier(String campaignId, String campaign, long importId, int accepted, Instant at) {}

    /** When a file with this hash was read by the owner, the latest first. */
    List<Earlier> of(long ownerId, String hash) {
        return jdbc.sql(OF_FILE)
                .params(hash, ownerId, MOST)
                .query((row, n) -> new Earlier(
                        row.getString("public_id"),
                        row.getString("name"),
                        row.getLong("id"),
                        row.getInt("accepted"),
                        row.getObject("finished_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
