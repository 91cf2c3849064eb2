package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.FileKind;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be read.
 *
 * @param kind what the sender says it is
 * @param fileName shown in the list of imports
 * @param phoneColumn the column with the phones, or null to find it by its name
 */
public record ImportOrder(
        FileKind kind, @Nullable String fileName, @Nullable String phoneColumn) {}
