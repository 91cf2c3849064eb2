package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.FileKind;
import io.staffetta.server.campaign.file.ReadAs;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read.
 *
 * @param kind what the sender says it is
 * @param fileName shown in the list of imports
 * @param phoneColumn the column with the phones, or null to find it by its name
 * @param readAs what its sender knows of it
 * @param country two letters, in which its numbers are written; null for the campaign's own
 * @param mends an earlier import into the campaign whose refused rows this file stands for, or null
 */
public record ImportOrder(
        FileKind kind,
        @Nullable String fileName,
        @Nullable String phoneColumn,
        ReadAs readAs,
        @Nullable String country,
        @Nullable Long mends) {

    /** A file of which nothing but this is known. */
    public ImportOrder(FileKind kind, @Nullable String fileName, @Nullable String phoneColumn) {
        this(kind, fileName, phoneColumn, ReadAs.FOUND_OUT, null, null);
    }
}
