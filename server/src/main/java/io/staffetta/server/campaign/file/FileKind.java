package io.staffetta.server.campaign.file;

/** The kinds of files that people come in. */
public enum FileKind {
    /** Text with a delimiter, which is found out, as is its encoding. */
    CSV,
    /** A spreadsheet of Excel 2007 or later; its first visible sheet counts. */
    XLSX,
    /** An array of objects, bare or as the member {@code recipients} of an object. */
    JSON
}
