package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who answered which campaign. A word counts for the last message of a campaign that the person had got from the session
 * they write to, and for each person once. Thread-safe.
 */
@Component
public class CampaignReplies {

    /** What may have left counts too: an answer may come before the engine's word that it has. */
    static final String NOTE = """
            insert into campaign_reply (campaign_id, recipient_id, message_id, inbound_id, at)
            select m.campaign_id, m.recipient_id, m.id, ?, ?
            from message m
            where m.owner_id = ? and m.phone = ? and m.session_pk = ? and m.campaign_id is not null
                and m.recipient_id is not null and m.sending_at is not null
                and m.state in ('sending', 'in_doubt', 'sent', 'delivered', 'read', 'unconfirmed')
            order by m.sending_at desc, m.id desc limit 1
            on conflict (campaign_id, recipient_id) do nothing
            """;

    static final String PAGE = """
            select r.inbound_id, r.message_id, m.phone, m.step, i.text, r.at
            from campaign_reply r
            join message m on m.id = r.message_id and m.owner_id = ?
            left join inbound_message i on i.id = r.inbound_id
            where r.campaign_id = ? and r.inbound_id %s ?
            order by r.inbound_id %s limit ?
            """;

    private final Transactions transactions;

    /** Reads in transactions of its own. */
    public CampaignReplies(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Somebody's word to a session.
     *
     * @param inboundId under which it is kept
     * @param at when it was heard, in real time
     */
    public record Heard(long inboundId, long ownerId, long sessionPk, long phone, Instant at) {}

    /**
     * The first answer of one person to a campaign.
     *
     * @param id in the order in which they were heard
     * @param messageId the message that it answers
     * @param phone E.164 digits; below 0 if the person was erased
     * @param text what they wrote; null if that is no longer kept
     */
    public record Reply(
            long id,
            long messageId,
            long phone,
            int step,
            @Nullable String text,
            Instant at) {

        /** Leaves out who wrote what. */
        @Override
        public String toString() {
            return "Reply[" + id + "]";
        }
    }

    /** Takes down that it answers a campaign, if it does, in the transaction of this connection. */
    public void note(Connection connection, Heard word) throws SQLException {
        Rows.update(connection, NOTE, word.inboundId(), word.at(), word.ownerId(), word.phone(), word.sessionPk());
    }

    /**
     * A page of a campaign's answers.
     *
     * @param after the id of the last one of the page before
     */
    public List<Reply> list(long ownerId, long campaignPk, OptionalLong after, int most, boolean newestFirst) {
        String sql = newestFirst ? PAGE.formatted("<", "desc") : PAGE.formatted(">", "asc");
        return transactions.in(connection -> Rows.query(
                connection,
                sql,
                CampaignReplies::read,
                ownerId,
                campaignPk,
                after.orElse(newestFirst ? Long.MAX_VALUE : 0),
                most));
    }

    private static Reply read(ResultSet row) throws SQLException {
        return new Reply(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getInt(4),
                row.getString(5),
                Rows.knownInstant(row, "at"));
    }
}
