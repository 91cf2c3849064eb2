package io.staffetta.server.campaign.file;

/**
 * What a file may not exceed.
 *
 * @param bytes the size of the file as it is sent
 * @param rows data rows
 * @param columns columns of the header
 * @param rowLength characters of one row; longer rows are refused one by one
 * @param unpackedBytes everything in an XLSX file, unpacked
 * @param unpackedRatio how many times its packed size an XLSX file may unpack to, once it is past 16 MB
 */
public record FileLimits(long bytes, int rows, int columns, int rowLength, long unpackedBytes, int unpackedRatio) {

    /** The documented limits: 512 MB, 2,000,000 rows, 100 columns, 32 KB a row. */
    public static final FileLimits DOCUMENTED = new FileLimits(512L << 20, 2_000_000, 100, 32 << 10, 4L << 30, 200);
}
