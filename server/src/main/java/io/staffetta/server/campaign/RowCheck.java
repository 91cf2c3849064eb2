package io.staffetta.server.campaign;

import io.staffetta.core.campaign.Template;
import io.staffetta.core.contact.Repair;
import io.staffetta.server.campaign.file.FileRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the rows of one import, one by one; remembers whom it let pass. */
final class RowCheck {

    private final List<String> columns;
    private final int phoneColumn;
    private final PhoneCells phones;
    private final LongSet taken;
    private final OptedOut optedOut;
    private final List<String> required;
    private final int longestRow;
    private int[] requiredColumns = new int[0];
    private int columnsKnown = -1;

    /**
     * Judges rows of a file.
     *
     * @param columns may grow meanwhile
     * @param phoneColumn which of them holds the phones
     * @param taken the phones already in the campaign; grows
     * @param optedOut who wants no messages
     * @param required the variables without which the first message cannot be written
     * @param longestRow in characters
     */
    RowCheck(
            List<String> columns,
            int phoneColumn,
            PhoneCells phones,
            LongSet taken,
            OptedOut optedOut,
            List<String> required,
            int longestRow) {
        this.columns = columns;
        this.phoneColumn = phoneColumn;
        this.phones = phones;
        this.taken = taken;
        this.optedOut = optedOut;
        this.required = required;
        this.longestRow = longestRow;
    }

    /** What becomes of a row. */
    sealed interface Verdict {

        /** It becomes a recipient. */
        record Accepted(PhoneCells.Reading phone) implements Verdict {}

        /**
         * It does not.
         *
         * @param repair by which the number would be one that exists
         */
        record Refused(RowError error, @Nullable String detail, Repair.@Nullable Kind repair) implements Verdict {

            Refused(RowError error, @Nullable String detail) {
                this(error, detail, null);
            }
        }
    }

    Verdict judge(FileRow row) {
        if (row.length() > longestRow) {
            return new Verdict.Refused(RowError.ROW_TOO_LONG, null);
        }
        if (hasMoreCellsThanColumns(row)) {
            return new Verdict.Refused(RowError.TOO_MANY_COLUMNS, null);
        }
        long phone = phones.read(row.cell(phoneColumn));
        if (phone == PhoneCells.NONE) {
            return noNumber(row.cell(phoneColumn));
        }
        if (taken.contains(phone)) {
            return new Verdict.Refused(RowError.DUPLICATE, null);
        }
        if (optedOut.contains(phone)) {
            return new Verdict.Refused(RowError.OPTED_OUT, null);
        }
        String missing = missing(row);
        if (missing != null) {
            return new Verdict.Refused(RowError.MISSING_VARIABLE, missing);
        }
        taken.add(phone);
        return new Verdict.Accepted(phones.reading(row.cell(phoneColumn), phone));
    }

    private Verdict noNumber(String written) {
        RowError error = RowError.ofNoNumber(written);
        return error == RowError.ROUNDED_NUMBER
                ? new Verdict.Refused(error, null)
                : new Verdict.Refused(
                        error,
                        phones.misread(written).flaw().code(),
                        phones.repair(written).map(Repair::kind).orElse(null));
    }

    private boolean hasMoreCellsThanColumns(FileRow row) {
        for (int i = columns.size(); i < row.cells().size(); i++) {
            if (!row.cells().get(i).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String missing(FileRow row) {
        locateRequired();
        for (int i = 0; i < requiredColumns.length; i++) {
            if (requiredColumns[i] < 0 || row.cell(requiredColumns[i]).isEmpty()) {
                return required.get(i);
            }
        }
        return null;
    }

    /** The columns of a JSON file may grow while it is read. */
    private void locateRequired() {
        if (columnsKnown == columns.size()) {
            return;
        }
        columnsKnown = columns.size();
        List<String> keys = columns.stream().map(Template::key).toList();
        requiredColumns = required.stream()
                .map(Template::key)
                .mapToInt(
                        key -> key.equals(CampaignTexts.PHONE) && !keys.contains(key) ? phoneColumn : keys.indexOf(key))
                .toArray();
    }
}
