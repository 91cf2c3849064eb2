package io.staffetta.server.campaign;

import io.staffetta.core.campaign.Template;
import io.staffetta.server.dispatch.MessageTexts;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the recipients whose first message is worth looking at before a start. */
@Component
public class PreviewRows {

    private static final int MOST = 10_000;

    private final JdbcClient jdbc;
    private final CampaignTexts texts;

    PreviewRows(JdbcClient jdbc, CampaignTexts texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    /**
     * Which recipients get what; each is a row of {@link Preview#show}.
     *
     * @param looked how many were looked at: the first 10,000 at most
     * @param longest who gets the longest text; null if nobody gets one
     * @param shortest who gets the shortest text
     * @param missing the first one for whom no text can be written; null if it can be for all
     * @param missingCount how many those are
     */
    public record Notable(
            int looked,
            @Nullable Integer longest,
            @Nullable Integer shortest,
            @Nullable Integer missing,
            int missingCount) {}

    /** Writes the first message to the first recipients, and tells which of them stand out. */
    public Notable find(long campaignId) {
        Optional<Template> template = jdbc.sql("""
                select template, approved::text, variants::text from campaign_step where campaign_id = ? and step = 0
                order by version desc limit 1
                """)
                .param(campaignId)
                .query((row, n) -> TemplateMapping.stored(row.getString(1), row.getString(2), row.getString(3)))
                .optional();
        Search search = new Search();
        template.ifPresent(known -> jdbc.sql("""
                select r.phone, r.variables, i.phone_column, r.id
                from recipient r join recipient_import i on i.id = r.import_id
                where r.campaign_id = ? and i.state = 'done' order by r.id limit ?
                """).params(campaignId, MOST).query(row -> {
            search.take(
                    known.wordingFor(row.getLong(4)), texts.values(row.getString(2), row.getString(3), row.getLong(1)));
        }));
        return search.found();
    }

    private static final class Search {

        private int row;
        private int longest;
        private int longestLength = -1;
        private int shortest;
        private int shortestLength = Integer.MAX_VALUE;
        private int missing;
        private int missingCount;

        void take(Template template, Map<String, String> values) {
            row++;
            switch (CampaignTexts.render(template, values)) {
                case MessageTexts.Rendered.Text text -> weigh(text.text().length());
                case MessageTexts.Rendered.Unrenderable _ -> {
                    missing = missing == 0 ? row : missing;
                    missingCount++;
                }
            }
        }

        private void weigh(int length) {
            if (length > longestLength) {
                longestLength = length;
                longest = row;
            }
            if (length < shortestLength) {
                shortestLength = length;
                shortest = row;
            }
        }

        Notable found() {
            return new Notable(row, place(longest), place(shortest), place(missing), missingCount);
        }

        private static @Nullable Integer place(int row) {
            return row == 0 ? null : (Integer) row;
        }
    }
}
