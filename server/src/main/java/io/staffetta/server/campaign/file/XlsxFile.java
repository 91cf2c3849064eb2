package io.staffetta.server.campaign.file;

import io.staffetta.core.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an XLSX file, which is a ZIP file of XML. The directory of a ZIP file stands at its end, so the upload is
 * kept in a temporary file meanwhile. A part that unpacks to more than the limits allow is refused while it is read.
 */
final class XlsxFile implements Closeable {

    private static final long UNSUSPICIOUS = 16L << 20;
    private static final int END_RECORD = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final long LARGEST_DIRECTORY = 1L << 20;
    private static final long LARGEST_DESCRIPTION = 16L << 20;

    private final XMLInputFactory xml = XMLInputFactory.newDefaultFactory();
    private final Path path;
    private final ZipFile zip;
    private final FileLimits limits;

    private XlsxFile(Path path, ZipFile zip, FileLimits limits) {
        this.path = path;
        this.zip = zip;
        this.limits = limits;
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    }

    static XlsxFile receive(InputStream in, FileLimits limits) throws IOException {
        Path path = Files.createTempFile("staffetta-import", ".xlsx");
        try {
            Files.copy(in, path, StandardCopyOption.REPLACE_EXISTING);
            refuseLargeDirectory(path);
            return new XlsxFile(path, new ZipFile(path.toFile()), limits);
        } catch (ZipException e) {
            Files.delete(path);
            throw malformed(0);
        } catch (IOException | RuntimeException e) {
            Files.delete(path);
            throw e;
        }
    }

    /** The XML of this part, or null if there is none. */
    @Nullable
    XmlPart part(String name) throws IOException {
        return part(name, limits.unpackedBytes());
    }

    /** The same of a part that tells of the others: all of it may be kept in memory. */
    @Nullable
    XmlPart description(String name) throws IOException {
        return part(name, LARGEST_DESCRIPTION);
    }

    private @Nullable XmlPart part(String name, long most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return null;
        }
        long packed = Math.max(entry.getCompressedSize(), 1);
        InputStream content = new LimitedStream(
                zip.getInputStream(entry),
                read -> read > most || (read > UNSUSPICIOUS && read / packed >= limits.unpackedRatio()),
                XlsxFile::unpacksToTooMuch);
        SteppedStream stepped = new SteppedStream(content);
        try {
            return new XmlPart(xml.createXMLStreamReader(stepped), stepped);
        } catch (XMLStreamException e) {
            throw malformed(0);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
        Files.deleteIfExists(path);
    }

    static Problem malformed(int row) {
        return new Problem(
                Problem.Kind.INVALID,
                "xlsx_malformed",
                "The file cannot be read as an Excel file (.xlsx).",
                row == 0 ? Map.of() : Map.of("row", row));
    }

    static Problem unpacksToTooMuch() {
        return new Problem(
                Problem.Kind.TOO_LARGE,
                "xlsx_too_large",
                "The Excel file unpacks to more than the limits allow; save it as CSV instead.");
    }

    /** The directory is read into memory at once: one that is larger than any real spreadsheet's is not opened. */
    private static void refuseLargeDirectory(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            if (file.length() < END_RECORD) {
                throw malformed(0);
            }
            byte[] end = new byte[END_RECORD];
            file.seek(file.length() - END_RECORD);
            file.readFully(end);
            ByteBuffer record = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
            long directory = Integer.toUnsignedLong(record.getInt(12));
            if (record.getInt(0) != END_SIGNATURE || directory > LARGEST_DIRECTORY) {
                throw malformed(0);
            }
        }
    }
}
