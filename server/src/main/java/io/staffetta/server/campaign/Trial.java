package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.dispatch.MessageTexts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tries a text that is not a campaign's yet on those whose turn has not come: who would get it, and what it would say to
 * them. Written by the code that sends, and keeps nothing.
 */
@Component
public class Trial {

    /** Nobody reads a longer figure to its last digit while typing. */
    private static final int MOST_COUNTED = 10_000;

    /** The first messages of a campaign that still wait. */
    private static final String WAITING = """
            from message w where (w.lane_id + 0) = (
                    select l.id from lane l join campaign c on c.id = l.campaign_id
                    where c.id = :campaign and c.owner_id = :owner)
                and w.state = 'queued' and w.step = 0
            """;

    /** Whose turn comes after that message's, or the first one again. */
    static final String NEXT = """
            select m.id, r.id, r.phone, r.variables, i.phone_column
            from message m join recipient r on r.campaign_id = m.campaign_id and r.id = m.recipient_id
                join recipient_import i on i.id = r.import_id
            where m.id = coalesce(
                (select w.id %1$s and w.id > :after order by w.id limit 1), (select w.id %1$s order by w.id limit 1))
            """.formatted(WAITING);

    private final JdbcClient jdbc;
    private final CampaignTexts texts;

    Trial(JdbcClient jdbc, CampaignTexts texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    /**
     * What the text would say.
     *
     * @param waiting to how many it would go: those who are not being written to yet; 10,000 stands for more as well
     * @param message the one that it was tried on, to ask for the next; null if nobody waits
     * @param phone whose message that is, such as {@code +393331112222}
     * @param international the same with spaces, as people write it abroad
     * @param text what it would say, or null if it could not be written
     * @param error why it could not
     */
    public record Shown(
            int waiting,
            @Nullable Long message,
            @Nullable String phone,
            @Nullable String international,
            @Nullable String text,
            @Nullable String error) {

        /** Without what it says and to whom. */
        @Override
        public String toString() {
            return "Shown[" + waiting + "]";
        }
    }

    /**
     * Tries a text.
     *
     * @param template the text, in all its wordings
     * @param after the message behind which to look for somebody; the first one again where nobody follows
     * @throws Problem {@code campaign_not_found}
     */
    public Shown on(long ownerId, long campaignId, Template template, long after) {
        int waiting = jdbc.sql("select count(*) from (select 1 " + WAITING + " limit " + MOST_COUNTED + ") w")
                .param("campaign", campaignId)
                .param("owner", ownerId)
                .query(Integer.class)
                .single();
        return jdbc.sql(NEXT)
                .param("campaign", campaignId)
                .param("owner", ownerId)
                .param("after", after)
                .query((row, n) -> {
                    Map<String, String> values = texts.values(row.getString(4), row.getString(5), row.getLong(3));
                    return shown(waiting, row.getLong(1), row.getLong(3), template.wordingFor(row.getLong(2)), values);
                })
                .optional()
                .orElseGet(() -> new Shown(waiting, null, null, null, null, null));
    }

    private static Shown shown(int waiting, long message, long phone, Template wording, Map<String, String> values) {
        String plus = PrintedNumber.plus(phone);
        String international = phone > 0 ? new PhoneNumber(phone).international() : null;
        return switch (CampaignTexts.render(wording, values)) {
            case MessageTexts.Rendered.Text text -> new Shown(waiting, message, plus, international, text.text(), null);
            case MessageTexts.Rendered.Unrenderable(String detail) ->
                new Shown(waiting, message, plus, international, null, detail);
        };
    }
}
