package io.staffetta.server.campaign;

import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.queue.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The people of a campaign to whom something was written not long ago, by another campaign or by hand. Whether they are
 * written to again is for a person to say: who is left out stands among the refused rows of the file he came in.
 */
@Component
public class RecentContacts {

    /** Of the recipients of a campaign those who were written to since then, with the last time. */
    private static final String RECENT = """
            from recipient r cross join lateral (
                select m.sent_at, c.name from message m left join campaign c on c.id = m.campaign_id
                where m.owner_id = :owner and m.phone = r.phone and m.sent_at > :since
                order by m.sent_at desc limit 1
            ) l where r.campaign_id = :campaign and r.phone > 0
            """;

    static final String COUNT = "select count(*) " + RECENT;

    private static final String FIRST = "select r.import_id, r.row_no, r.phone, l.sent_at, l.name " + RECENT
            + " order by l.sent_at desc, r.id limit :most";

    private static final String EXCLUDE = LeftOut.sql(
            RowError.RECENTLY_CONTACTED,
            "select r.id, to_char(l.sent_at at time zone 'UTC', 'YYYY-MM-DD') || coalesce(', ' || l.name, '') as detail "
                    + RECENT);

    private static final int MOST = 100;

    private final Transactions transactions;
    private final Imports imports;
    private final JdbcClient jdbc;
    private final Clock clock;

    RecentContacts(Transactions transactions, Imports imports, JdbcClient jdbc, Clock clock) {
        this.transactions = transactions;
        this.imports = imports;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Those who were written to.
     *
     * @param count all of them
     * @param people the first 100, the latest first
     */
    public record Recent(int count, List<Person> people) {}

    /**
     * Somebody who was written to.
     *
     * @param row where the person stands in the file
     * @param at the last time, in real time
     * @param campaign the name of the one that wrote, or null if it was a single message
     */
    public record Person(
            long importId,
            int row,
            String phone,
            Instant at,
            @Nullable String campaign) {

        /** Without the phone. */
        @Override
        public String toString() {
            return "Person[" + importId + ", " + row + "]";
        }
    }

    /** Who of a campaign's people was written to within this time. */
    public Recent find(long ownerId, long campaignId, Duration within) {
        int count =
                query(COUNT, ownerId, campaignId, within).query(Integer.class).single();
        List<Person> people = count == 0
                ? List.of()
                : query(FIRST, ownerId, campaignId, within)
                        .param("most", MOST)
                        .query((row, n) -> new Person(
                                row.getLong("import_id"),
                                row.getInt("row_no"),
                                new PhoneNumber(row.getLong("phone")).international(),
                                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                                row.getString("name")))
                        .list();
        return new Recent(count, people);
    }

    /**
     * Takes those out of a campaign that was not started.
     *
     * @return how many
     * @throws io.staffetta.core.Problem {@code campaign_not_found}, {@code campaign_not_editable}, {@code import_running}
     */
    public int exclude(long ownerId, long campaignId, Duration within) {
        return transactions.in(connection -> exclude(connection, ownerId, campaignId, within));
    }

    private int exclude(Connection connection, long ownerId, long campaignId, Duration within) throws SQLException {
        ImportGround.lock(connection, ownerId, campaignId);
        imports.checkNothingIsRead(campaignId);
        return query(EXCLUDE, ownerId, campaignId, within)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Integer.class)
                .single();
    }

    private JdbcClient.StatementSpec query(String sql, long ownerId, long campaignId, Duration within) {
        return jdbc.sql(sql)
                .param("owner", ownerId)
                .param("campaign", campaignId)
                .param("since", clock.instant().minus(within).atOffset(ZoneOffset.UTC));
    }
}
