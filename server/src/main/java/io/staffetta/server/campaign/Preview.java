package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.server.dispatch.MessageTexts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shows what a recipient would get: exactly what would be sent, for it is written by the same code. */
@Component
public class Preview {

    private final JdbcClient jdbc;
    private final CampaignTexts texts;

    Preview(JdbcClient jdbc, CampaignTexts texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    /**
     * What one recipient would get.
     *
     * @param row which recipient, from 1
     * @param phone as {@code +393331112222}
     * @param international as {@code +39 333 111 2222}
     * @param text the first message, or null if it cannot be written
     * @param error why it cannot
     * @param variables the recipient's values
     * @param steps all messages, the first one included
     * @param wordings the first message in each of its wordings
     */
    public record Shown(
            int row,
            String phone,
            String international,
            @Nullable String text,
            @Nullable String error,
            Map<String, String> variables,
            List<Step> steps,
            List<Wording> wordings) {}

    /**
     * One wording of the first message.
     *
     * @param text what it says to this recipient, or null if it cannot be written
     * @param error why it cannot
     * @param own whether it is the one that this recipient gets
     */
    public record Wording(@Nullable String text, @Nullable String error, boolean own) {}

    /**
     * One message of a campaign.
     *
     * @param step 0 for the first message, then the follow-ups
     * @param text what would be sent, or null if it cannot be written
     * @param error why it cannot
     * @param after how long after the message before
     */
    public record Step(
            int step, @Nullable String text, @Nullable String error, Duration after) {}

    /**
     * Writes all messages of a campaign for one of its recipients.
     *
     * @param row which recipient, counted from 1 in the order in which they are sent to
     * @throws Problem {@code row_not_found} beyond the last one
     */
    public Shown show(long ownerId, long campaignId, int row) {
        Recipient recipient = recipient(ownerId, campaignId, row);
        List<Said> said = jdbc.sql("""
                select distinct on (step) step, template, after_ms, approved::text, variants::text
                from campaign_step
                where campaign_id = ? order by step, version desc
                """)
                .param(campaignId)
                .query((r, n) -> new Said(
                        r.getInt(1),
                        TemplateMapping.stored(r.getString(2), r.getString(4), r.getString(5)),
                        Duration.ofMillis(r.getLong(3))))
                .list();
        List<Step> steps = said.stream().map(one -> one.to(recipient)).toList();
        Step first = steps.isEmpty() ? new Step(0, null, "no_template", Duration.ZERO) : steps.getFirst();
        return new Shown(
                row,
                PrintedNumber.plus(recipient.phone()),
                recipient.phone() > 0 ? new PhoneNumber(recipient.phone()).international() : "",
                first.text(),
                first.error(),
                recipient.values(),
                steps,
                said.isEmpty() ? List.of() : wordings(said.getFirst().template(), recipient));
    }

    private record Recipient(long id, long phone, Map<String, String> values) {}

    private record Said(int step, Template template, Duration after) {

        Step to(Recipient recipient) {
            return written(step, template.wordingFor(recipient.id()), after, recipient.values());
        }
    }

    private static List<Wording> wordings(Template template, Recipient recipient) {
        List<Template> all = template.wordings();
        int own = template.placeFor(recipient.id());
        List<Wording> shown = new ArrayList<>();
        for (int place = 0; place < all.size(); place++) {
            Step one = written(0, all.get(place), Duration.ZERO, recipient.values());
            shown.add(new Wording(one.text(), one.error(), place == own));
        }
        return shown;
    }

    private Recipient recipient(long ownerId, long campaignId, int row) {
        if (row < 1) {
            throw notFound(row);
        }
        return jdbc.sql("""
                select r.phone, r.variables, i.phone_column, r.id
                from recipient r join recipient_import i on i.id = r.import_id
                where r.campaign_id = :campaign and r.id = (
                    select r.id from recipient r join campaign c on c.id = r.campaign_id and c.owner_id = :owner
                    where r.campaign_id = :campaign and r.import_id in
                        (select id from recipient_import where campaign_id = :campaign and state = 'done')
                    order by r.id offset :row limit 1)
                """)
                .param("campaign", campaignId)
                .param("owner", ownerId)
                .param("row", row - 1)
                .query((r, n) -> new Recipient(
                        r.getLong(4), r.getLong(1), texts.values(r.getString(2), r.getString(3), r.getLong(1))))
                .optional()
                .orElseThrow(() -> notFound(row));
    }

    private static Step written(int step, Template template, Duration after, Map<String, String> values) {
        return switch (CampaignTexts.render(template, values)) {
            case MessageTexts.Rendered.Text text -> new Step(step, text.text(), null, after);
            case MessageTexts.Rendered.Unrenderable(String detail) -> new Step(step, null, detail, after);
        };
    }

    private static Problem notFound(int row) {
        return new Problem(
                Problem.Kind.NOT_FOUND,
                "row_not_found",
                "The campaign has no recipient " + row + ".",
                Map.of("row", row));
    }
}
