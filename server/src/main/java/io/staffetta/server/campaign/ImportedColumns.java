package io.staffetta.server.campaign;

import io.staffetta.core.campaign.Template;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which variables the files of a campaign have columns for. */
final class ImportedColumns {

    private final JdbcClient jdbc;

    ImportedColumns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of these variables that some file of the campaign has no column for. */
    List<String> lackedBySome(long campaignId, List<String> required) {
        List<Set<String>> files = files(campaignId, required);
        return required.stream()
                .filter(name -> files.stream().anyMatch(columns -> !has(columns, name)))
                .toList();
    }

    /** Those of these variables that none of its files has a column for: nobody can be written to. */
    List<String> lackedByAll(long campaignId, List<String> required) {
        List<Set<String>> files = files(campaignId, required);
        return required.stream()
                .filter(name -> !files.isEmpty() && files.stream().noneMatch(columns -> has(columns, name)))
                .toList();
    }

    private static boolean has(Set<String> columns, String name) {
        String key = Template.key(name);
        return key.equals(CampaignTexts.PHONE) || columns.contains(key);
    }

    private List<Set<String>> files(long campaignId, List<String> required) {
        if (required.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                select columns from recipient_import where campaign_id = ? and state = 'done' and accepted > 0
                """)
                .param(campaignId)
                .query((row, n) -> Stream.of((String[]) row.getArray(1).getArray())
                        .map(Template::key)
                        .collect(Collectors.toUnmodifiableSet()))
                .list();
    }
}
