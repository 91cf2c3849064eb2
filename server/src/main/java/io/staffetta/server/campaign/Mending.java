package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.server.queue.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Puts imports right before their campaign starts: refused rows, one or a group of them, or the whole file. */
@Component
public class Mending {

    private static final int PAGE = 1_000;

    private final Transactions transactions;
    private final Imports imports;
    private final RefusedPages pages;
    private final SecondReading readings;
    private final JdbcClient jdbc;

    Mending(Transactions transactions, Imports imports, RefusedPages pages, SecondReading readings, JdbcClient jdbc) {
        this.transactions = transactions;
        this.imports = imports;
        this.pages = pages;
        this.readings = readings;
        this.jdbc = jdbc;
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
            SecondReading.Import of = lock(connection, ownerId, campaignId, importId);
            RefusedPages.Page refused = pages.after(importId, RefusedGroup.ALL, row - 1, 1).stream()
                    .filter(page -> page.row().row() == row)
                    .findFirst()
                    .orElseThrow(() -> noRow(row));
            if (!isWhole(refused)) {
                return row;
            }
            ImportReport.Proposal proposal = refused.row().proposal();
            Remark taken = proposal != null && proposal.phone().equals(phone.strip()) ? Remark.REPAIRED : Remark.MENDED;
            List<String> cells = of.with(refused.fields(), phone.strip());
            readings.judge(
                    connection,
                    of,
                    OptedOut.of(connection, ownerId),
                    List.of(new SecondReading.Row(row, cells, taken, null)));
            readings.recount(importId);
            return row;
        });
    }

    /**
     * Judges a group of refused rows anew: with the number that is proposed for each, where the group is one of such
     * rows; else as they stand, after the text, the opt-outs or somebody's mind have changed. Who was left out by hand is
     * judged only where the group names the code, a row that is too long never.
     *
     * @throws Problem {@code campaign_not_found}, {@code campaign_not_editable}, {@code import_not_found},
     *     {@code import_running}
     */
    public void again(long ownerId, long campaignId, long importId, RefusedGroup group) {
        transactions.in(connection -> {
            SecondReading.Import of = lock(connection, ownerId, campaignId, importId);
            List<RefusedPages.Page> page = pages.after(importId, group, -1, PAGE);
            if (page.isEmpty()) {
                return importId;
            }
            OptedOut optedOut = OptedOut.of(connection, ownerId);
            while (!page.isEmpty()) {
                readings.judge(
                        connection,
                        of,
                        optedOut,
                        page.stream()
                                .filter(one -> isMeant(one, group))
                                .map(one -> again(of, one, group))
                                .toList());
                page = pages.after(importId, group, page.getLast().row().row(), PAGE);
            }
            readings.recount(importId);
            return importId;
        });
    }

    private static boolean isMeant(RefusedPages.Page one, RefusedGroup group) {
        return isWhole(one)
                && (group.code() != null || !RowError.byHand(one.row().code()));
    }

    /** Rows that are too long are kept as far as the limit goes: nobody is written to with half of one. */
    private static boolean isWhole(RefusedPages.Page one) {
        return !one.row().code().equals(RowError.ROW_TOO_LONG.code());
    }

    private static SecondReading.Row again(SecondReading.Import of, RefusedPages.Page page, RefusedGroup group) {
        ImportReport.RefusedRow row = page.row();
        ImportReport.Proposal proposal = group.repair() == null ? null : row.proposal();
        if (proposal != null) {
            return new SecondReading.Row(row.row(), of.with(page.fields(), proposal.phone()), Remark.REPAIRED, null);
        }
        boolean inferred = row.code().equals(RowError.COUNTRY_INFERRED.code());
        return new SecondReading.Row(
                row.row(),
                of.with(page.fields(), row.phone()),
                inferred ? Remark.CONFIRMED : null,
                inferred ? row.detail() : null);
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
                throw SecondReading.noImport();
            }
            int gone = jdbc.sql("delete from recipient where campaign_id = ? and import_id = ?")
                    .params(campaignId, importId)
                    .update();
            return jdbc.sql("update campaign set recipients = recipients - ? where id = ?")
                    .params(gone, campaignId)
                    .update();
        });
    }

    private SecondReading.Import lock(Connection connection, long ownerId, long campaignId, long importId)
            throws SQLException {
        ImportGround.Campaign campaign = ImportGround.lock(connection, ownerId, campaignId);
        imports.checkNothingIsRead(campaignId);
        return readings.of(campaign, importId);
    }

    private static Problem noRow(int row) {
        return new Problem(
                Problem.Kind.NOT_FOUND,
                "refused_row_not_found",
                "No refused row " + row + " of this file is kept.",
                Map.of("row", row));
    }
}
