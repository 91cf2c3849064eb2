package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.CsvOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of every recipient of a campaign, as a CSV file: the phone, the recipient's values and, for every step,
 * how far its message came. Read page by page, so that neither memory nor an open transaction grows with the campaign.
 */
@Component
public class RecipientReport {

    private static final int PAGE = 500;
    private static final List<String> STEP_COLUMNS = List.of("status", "reason", "from", "sent_at", "replied_at");
    private static final TypeReference<Map<String, String>> VARIABLES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final ObjectReader variables;

    /** Reads through this client. */
    public RecipientReport(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.variables = json.readerFor(VARIABLES);
    }

    /**
     * Writes the report of this owner's campaign. The stream is flushed and not closed.
     *
     * @throws IOException if the reader is gone
     */
    public void write(long ownerId, long campaignId, OutputStream out) throws IOException {
        List<String> columns = variableColumns(ownerId, campaignId);
        int steps = steps(campaignId);
        String laneWait = laneWait(campaignId);
        CsvOutput csv = new CsvOutput(out, ',');
        csv.cells(header(columns, steps)).endRow();
        long after = 0;
        while (after >= 0) {
            List<Line> lines = page(ownerId, campaignId, after);
            long current = 0;
            int written = steps;
            for (Line line : lines) {
                if (line.recipientId() != current) {
                    endRecipient(csv, written, steps, current != 0);
                    current = line.recipientId();
                    written = 0;
                    recipient(csv, line, columns);
                }
                written = step(csv, line, written, laneWait);
            }
            endRecipient(csv, written, steps, current != 0);
            after = current == 0 ? -1 : current;
        }
        csv.flush();
    }

    private record Line(
            long recipientId,
            long phone,
            String variables,
            int step,
            @Nullable String state,
            @Nullable String reason,
            long from,
            @Nullable Instant sentAt,
            @Nullable Instant repliedAt) {}

    private List<Line> page(long ownerId, long campaignId, long after) {
        return jdbc.sql("""
                select r.id, r.phone, r.variables, coalesce(m.step, 0), m.state, m.reason, coalesce(s.phone, 0),
                    m.sent_at, y.at
                from (
                    select r.id, r.phone, r.variables from recipient r
                    where r.campaign_id = :campaign and r.id > :after
                        and r.import_id in
                            (select id from recipient_import where campaign_id = :campaign and state = 'done')
                    order by r.id limit :page
                ) r
                left join message m on m.recipient_id = r.id and m.owner_id = :owner
                left join wa_session s on s.id = m.session_pk
                left join campaign_reply y
                    on y.campaign_id = :campaign and y.recipient_id = r.id and y.message_id = m.id
                order by r.id, m.step
                """)
                .param("campaign", campaignId)
                .param("after", after)
                .param("page", PAGE)
                .param("owner", ownerId)
                .query((row, n) -> new Line(
                        row.getLong(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getString(5),
                        row.getString(6),
                        row.getLong(7),
                        at(row.getObject(8, OffsetDateTime.class)),
                        at(row.getObject(9, OffsetDateTime.class))))
                .list();
    }

    private static @Nullable Instant at(@Nullable OffsetDateTime column) {
        return column == null ? null : column.toInstant();
    }

    private void recipient(CsvOutput csv, Line line, List<String> columns) {
        csv.cell(written(line.phone()));
        Map<String, String> values = variables.readValue(line.variables());
        for (String column : columns) {
            csv.cell(values.getOrDefault(column, ""));
        }
    }

    /** Writes the columns of one step, and empty ones for steps before it that have no message. */
    private static int step(CsvOutput csv, Line line, int written, @Nullable String laneWait) {
        if (line.state() == null) {
            return written;
        }
        blank(csv, line.step() - written);
        boolean waits = line.state().equals("queued");
        csv.cell(line.state());
        csv.cell(waits && laneWait != null ? laneWait : line.reason() == null ? "" : line.reason());
        csv.cell(line.from() == 0 ? "" : written(line.from()));
        csv.cell(seconds(line.sentAt()));
        csv.cell(seconds(line.repliedAt()));
        return line.step() + 1;
    }

    private static String seconds(@Nullable Instant at) {
        return at == null ? "" : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void endRecipient(CsvOutput csv, int written, int steps, boolean begun) throws IOException {
        if (begun) {
            blank(csv, steps - written);
            csv.endRow();
        }
    }

    private static void blank(CsvOutput csv, int steps) {
        for (int i = 0; i < steps * STEP_COLUMNS.size(); i++) {
            csv.cell("");
        }
    }

    private static String written(long phone) {
        return PrintedNumber.plus(phone);
    }

    /** The recipients' own columns first; one of ours that has the name of one of theirs gets an underscore. */
    private static List<String> header(List<String> columns, int steps) {
        Set<String> names = new LinkedHashSet<>();
        names.add("phone");
        for (String column : columns) {
            add(names, column);
        }
        for (int step = 0; step < steps; step++) {
            for (String column : STEP_COLUMNS) {
                add(names, step == 0 ? column : "followup" + step + "_" + column);
            }
        }
        return new ArrayList<>(names);
    }

    private static void add(Set<String> names, String name) {
        String free = name;
        while (!names.add(free)) {
            free += "_";
        }
    }

    private List<String> variableColumns(long ownerId, long campaignId) {
        Set<String> columns = new LinkedHashSet<>();
        jdbc.sql("""
                select i.columns, i.phone_column from recipient_import i join campaign c on c.id = i.campaign_id
                where c.owner_id = ? and i.campaign_id = ? and i.state = 'done' order by i.id
                """)
                .params(ownerId, campaignId)
                .query((row, n) -> {
                    for (String column : (String[]) row.getArray(1).getArray()) {
                        if (!column.equals(row.getString(2))) {
                            columns.add(column);
                        }
                    }
                    return n;
                })
                .list();
        return List.copyOf(columns);
    }

    private int steps(long campaignId) {
        return jdbc.sql("select coalesce(max(step), 0) + 1 from campaign_step where campaign_id = ?")
                .param(campaignId)
                .query(Integer.class)
                .single();
    }

    private @Nullable String laneWait(long campaignId) {
        return jdbc.sql("select coalesce(max(wait_reason), '') from lane where campaign_id = ?")
                .param(campaignId)
                .query(String.class)
                .optional()
                .filter(reason -> !reason.isEmpty())
                .orElse(null);
    }
}
