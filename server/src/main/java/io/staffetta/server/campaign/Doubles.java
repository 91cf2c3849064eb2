package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.server.campaign.file.FileRow;
import io.staffetta.server.queue.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The rows of a file that have the same number. Reading keeps the first of each and refuses the others; here a person says
 * that the last ones count, the first ones again, or all of them together. How many are in the campaign does not change.
 */
@Component
public class Doubles {

    private static final int PAGE = 1_000;

    private final Transactions transactions;
    private final Imports imports;
    private final SecondReading readings;
    private final DoubleRows rows;

    Doubles(Transactions transactions, Imports imports, SecondReading readings, DoubleRows rows) {
        this.transactions = transactions;
        this.imports = imports;
        this.readings = readings;
        this.rows = rows;
    }

    /** Whether a row is to count rather than the one that does. */
    private interface Preference {
        boolean of(int row, int counting);
    }

    /** What is done about one page of doubles. */
    private interface Deed {
        void to(Connection connection, SecondReading.Import of, List<DoubleRows.Refused> page) throws SQLException;
    }

    /**
     * Lets the first row of each number count that can be written to, as reading did.
     *
     * @throws Problem {@code campaign_not_found}, {@code campaign_not_editable}, {@code import_not_found},
     *     {@code import_running}
     */
    public void keepFirst(long ownerId, long campaignId, long importId) {
        keep(ownerId, campaignId, importId, (row, counting) -> row < counting);
    }

    /**
     * Lets the last row of each number count that can be written to; the others are kept as its doubles.
     *
     * @throws Problem as {@link #keepFirst}
     */
    public void keepLast(long ownerId, long campaignId, long importId) {
        keep(ownerId, campaignId, importId, (row, counting) -> row > counting);
    }

    /**
     * Fills what the row that counts lacks from its doubles, in the order of the file. For good: these say so from now on,
     * and none of them counts instead any more.
     *
     * @throws Problem as {@link #keepFirst}
     */
    public void merge(long ownerId, long campaignId, long importId) {
        each(ownerId, campaignId, importId, rows::merge);
    }

    private void keep(long ownerId, long campaignId, long importId, Preference preference) {
        each(ownerId, campaignId, importId, (connection, of, page) -> prefer(connection, of, page, preference));
    }

    /** What a swap moves behind the page is looked at again; it is never preferred to what took its place. */
    private void each(long ownerId, long campaignId, long importId, Deed deed) {
        transactions.in(connection -> {
            ImportGround.Campaign campaign = ImportGround.lock(connection, ownerId, campaignId);
            imports.checkNothingIsRead(campaignId);
            SecondReading.Import of = readings.of(campaign, importId);
            List<DoubleRows.Refused> page = rows.after(of, -1, PAGE);
            while (!page.isEmpty()) {
                deed.to(connection, of, page);
                page = rows.after(of, page.getLast().number(), PAGE);
            }
            return importId;
        });
    }

    private void prefer(
            Connection connection, SecondReading.Import of, List<DoubleRows.Refused> page, Preference preference)
            throws SQLException {
        OptedOut optedOut = OptedOut.of(connection, of.campaign().ownerId());
        Map<Long, DoubleRows.Counting> counting = rows.counting(connection, of, page);
        Map<Long, DoubleRows.Swap> swaps = new LinkedHashMap<>();
        for (DoubleRows.Refused row : page) {
            DoubleRows.Counting now = counting.get(row.phone());
            DoubleRows.Swap before = swaps.get(row.phone());
            if (now == null
                    || !preference.of(
                            row.number(),
                            before == null ? now.number() : before.in().number())) {
                continue;
            }
            RowCheck check = of.check(new LongSet(1), optedOut);
            if (check.judge(new FileRow(row.number(), row.cells())) instanceof RowCheck.Verdict.Accepted(var read)) {
                swaps.put(row.phone(), new DoubleRows.Swap(now, row, read));
            }
        }
        rows.swap(connection, of, swaps.values());
    }
}
