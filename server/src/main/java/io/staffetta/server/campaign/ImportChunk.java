package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.FileRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows on their way into the database: what one transaction takes. Used again after it was written. */
final class ImportChunk {

    static final int MOST_ROWS = 20_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final int TEXT_OID = 25;

    private final CopyBuffer recipients = new CopyBuffer();
    private final CopyBuffer rejections = new CopyBuffer();
    private int accepted;
    private int kept;
    private int refused;

    void accept(long campaignId, long importId, FileRow row, PhoneCells.Reading read, VariableJson variables) {
        recipients
                .row(7)
                .bigint(campaignId)
                .bigint(importId)
                .integer(row.number())
                .bigint(read.phone());
        text(recipients, read.remark() == null ? null : read.remark().code());
        text(recipients, read.country());
        variables.append(row, recipients);
        accepted++;
    }

    /**
     * Takes a row that was refused.
     *
     * @param fields the row as it was, shortened if it is too long
     */
    void refuse(long importId, FileRow row, RowCheck.Verdict.Refused why, List<String> fields) {
        rejections
                .row(6)
                .bigint(importId)
                .integer(row.number())
                .text(why.error().code());
        text(rejections, why.detail());
        text(rejections, why.repair() == null ? null : why.repair().code());
        int begin = rejections.begin();
        rejections.putInt(fields.isEmpty() ? 0 : 1);
        rejections.putInt(0);
        rejections.putInt(TEXT_OID);
        if (!fields.isEmpty()) {
            rejections.putInt(fields.size());
            rejections.putInt(1);
        }
        fields.forEach(rejections::text);
        rejections.end(begin);
        kept++;
        refused++;
    }

    private static void text(CopyBuffer row, @Nullable String text) {
        if (text == null) {
            row.none();
        } else {
            row.text(text);
        }
    }

    /** Counts a row that was refused and is not kept. */
    void refuseUnkept() {
        refused++;
    }

    boolean full() {
        return accepted + refused >= MOST_ROWS || recipients.size() + rejections.size() >= MOST_BYTES;
    }

    void clear() {
        recipients.clear();
        rejections.clear();
        accepted = 0;
        kept = 0;
        refused = 0;
    }

    CopyBuffer recipients() {
        return recipients;
    }

    CopyBuffer rejections() {
        return rejections;
    }

    int accepted() {
        return accepted;
    }

    int kept() {
        return kept;
    }

    int refused() {
        return refused;
    }
}
