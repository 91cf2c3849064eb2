package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.server.campaign.file.FileLimits;
import io.staffetta.server.campaign.file.FileRow;
import io.staffetta.server.queue.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Puts imports right before their campaign starts: one refused row at a time, or by taking a whole file back. */
@Component
public class Mending {

    private final Transactions transactions;
    private final Imports imports;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    Mending(Transactions transactions, Imports imports, JdbcClient jdbc, JsonMapper json) {
        this.imports = imports;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * Judges a refused row anew with another phone: it becomes a recipient, or is kept with the new phone and the new
     * reason.
     *
     * @param row where it stands in its file
     * @throws Problem {@code campaign_not_found}, {@code campaign_not_editable}, {@code import_not_found},
     *     {@code refused_row_not_found}, {@code import_running}
     */
    public void mend(long ownerId, long campaignId, long importId, int row, String phone) {
        transactions.in(connection -> {
            ImportGround.Campaign campaign = ImportGround.lock(connection, ownerId, campaignId);
            imports.checkNothingIsRead(campaignId);
            Refused refused = refused(campaignId, importId, row).with(phone.strip());
            RowCheck.Verdict verdict = check(connection, campaign, refused).judge(new FileRow(row, refused.cells()));
            switch (verdict) {
                case RowCheck.Verdict.Accepted(long number) -> accept(campaign, importId, row, number, refused);
                case RowCheck.Verdict.Refused why -> refuse(importId, row, refused, why);
            }
            recount(importId);
            return verdict;
        });
    }

    /**
     * Takes a file back: its people leave the campaign, and it is forgotten.
     *
     * @throws Problem {@code campaign_not_found}, {@code campaign_not_editable}, {@code import_not_found},
     *     {@code import_running}
     */
    public void remove(long ownerId, long campaignId, long importId) {
        transactions.in(connection -> {
            ImportGround.lock(connection, ownerId, campaignId);
            imports.checkNothingIsRead(campaignId);
            int forgotten = jdbc.sql("delete from recipient_import where id = ? and campaign_id = ?")
                    .params(importId, campaignId)
                    .update();
            if (forgotten == 0) {
                throw noImport();
            }
            int gone = jdbc.sql("delete from recipient where campaign_id = ? and import_id = ?")
                    .params(campaignId, importId)
                    .update();
            return jdbc.sql("update campaign set recipients = recipients - ? where id = ?")
                    .params(gone, campaignId)
                    .update();
        });
    }

    private record Refused(List<String> columns, int phoneColumn, List<String> cells) {

        Refused with(String phone) {
            List<String> mended = new ArrayList<>(cells);
            mended.addAll(Collections.nCopies(Math.max(0, columns.size() - cells.size()), ""));
            mended.set(phoneColumn, phone);
            return new Refused(columns, phoneColumn, mended);
        }

        Map<String, String> variables() {
            Map<String, String> variables = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                if (i != phoneColumn && !cells.get(i).isEmpty()) {
                    variables.put(columns.get(i), cells.get(i));
                }
            }
            return variables;
        }
    }

    private Refused refused(long campaignId, long importId, int row) {
        record Import(List<String> columns, String phoneColumn) {}
        Import one = jdbc.sql("""
                select columns, phone_column from recipient_import where id = ? and campaign_id = ? and state = 'done'
                """)
                .params(importId, campaignId)
                .query((r, n) -> new Import(List.of((String[]) r.getArray(1).getArray()), r.getString(2)))
                .optional()
                .orElseThrow(Mending::noImport);
        List<String> cells = jdbc.sql(
                        "select fields from recipient_rejection where import_id = ? and row_no = ? for update")
                .params(importId, row)
                .query((r, n) -> List.of((String[]) r.getArray(1).getArray()))
                .optional()
                .orElseThrow(() -> new Problem(
                        Problem.Kind.NOT_FOUND,
                        "refused_row_not_found",
                        "No refused row " + row + " of this file is kept.",
                        Map.of("row", row)));
        return new Refused(one.columns(), one.columns().indexOf(one.phoneColumn()), cells);
    }

    /** Knows, of all who are in the campaign already, just the one who matters. */
    private RowCheck check(Connection connection, ImportGround.Campaign campaign, Refused refused) throws SQLException {
        PhoneCells phones = PhoneCells.of(campaign, null);
        long phone = phones.read(refused.cells().get(refused.phoneColumn()));
        LongSet taken = new LongSet(1);
        boolean there = jdbc.sql("select exists (select from recipient where campaign_id = ? and phone = ?)")
                .params(campaign.id(), phone)
                .query(Boolean.class)
                .single();
        if (there) {
            taken.add(phone);
        }
        return new RowCheck(
                refused.columns(),
                refused.phoneColumn(),
                phones,
                taken,
                OptedOut.of(connection, campaign.ownerId()),
                CampaignTexts.required(campaign.template()),
                FileLimits.DOCUMENTED.rowLength());
    }

    private void accept(ImportGround.Campaign campaign, long importId, int row, long phone, Refused refused) {
        jdbc.sql("""
                insert into recipient (campaign_id, import_id, row_no, phone, variables) values (?, ?, ?, ?, ?::jsonb)
                """)
                .params(campaign.id(), importId, row, phone, json.writeValueAsString(refused.variables()))
                .update();
        jdbc.sql("delete from recipient_rejection where import_id = ? and row_no = ?")
                .params(importId, row)
                .update();
        jdbc.sql("update recipient_import set accepted = accepted + 1, rejected = rejected - 1 where id = ?")
                .param(importId)
                .update();
        jdbc.sql("update campaign set recipients = recipients + 1 where id = ?")
                .param(campaign.id())
                .update();
    }

    private void refuse(long importId, int row, Refused refused, RowCheck.Verdict.Refused why) {
        jdbc.sql("update recipient_rejection set code = ?, detail = ?, fields = ? where import_id = ? and row_no = ?")
                .param(why.error().code())
                .param(why.detail())
                .param(refused.cells().toArray(String[]::new))
                .param(importId)
                .param(row)
                .update();
    }

    /** Of more refused rows than are kept, the counts by reason stay those of the whole file. */
    private void recount(long importId) {
        jdbc.sql("""
                update recipient_import set error_counts = coalesce((select jsonb_object_agg(code, n) from
                    (select code, count(*) as n from recipient_rejection where import_id = :id group by code) c), '{}')
                where id = :id and rejected <= :most
                """)
                .param("id", importId)
                .param("most", ImportLedger.MOST_KEPT)
                .update();
    }

    private static Problem noImport() {
        return new Problem(Problem.Kind.NOT_FOUND, "import_not_found", "There is no such import.");
    }
}
