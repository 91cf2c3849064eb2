package io.staffetta.server.campaign.file;

import io.staffetta.core.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Text of unknown encoding as characters. A byte order mark decides; else the text is ASCII until its first byte that
 * is not, and what follows that byte tells UTF-8 from Windows-1252, in which spreadsheets of western Europe save.
 * Nothing has to be read twice, wherever in the file that byte comes.
 */
final class DecodedText extends Reader {

    private static final Set<String> WIDE = Set.of("UTF-16", "UTF-16LE", "UTF-16BE");
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private Charset charset = StandardCharsets.UTF_8;
    private @Nullable Reader decided;

    /**
     * Text from this stream.
     *
     * @param told its encoding, or null to find it out; a byte order mark stands above what was told
     */
    DecodedText(InputStream in, @Nullable Charset told) throws IOException {
        this.in = in;
        fill();
        if (starts(0xEF, 0xBB, 0xBF)) {
            position = 3;
            decide(StandardCharsets.UTF_8);
        } else if (starts(0xFF, 0xFE)) {
            position = 2;
            decide(StandardCharsets.UTF_16LE);
        } else if (starts(0xFE, 0xFF)) {
            position = 2;
            decide(StandardCharsets.UTF_16BE);
        } else if (!WIDE.contains(String.valueOf(told)) && (holdsNuls() || starts('%', 'P', 'D', 'F'))) {
            throw new Problem(Problem.Kind.INVALID, "not_a_table", "The file is neither CSV nor an Excel file.");
        } else if (told != null) {
            decide(told);
        }
    }

    /**
     * Pictures and archives have rows of them near their beginning; one that strayed into a text is passed over when the text
     * is read.
     */
    private boolean holdsNuls() {
        for (int i = 1; i < limit; i++) {
            if (buffer[i - 1] == 0 && buffer[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The encoding as far as it is known by now; ASCII counts as UTF-8. */
    String charset() {
        return charset.name();
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (decided != null) {
            return decided.read(target, offset, length);
        }
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = ascii(target, offset, length);
        return count > 0
                ? count
                : decide(looksLikeUtf8() ? StandardCharsets.UTF_8 : WINDOWS_1252)
                        .read(target, offset, length);
    }

    private int ascii(char[] target, int offset, int length) {
        int count = Math.min(length, limit - position);
        for (int i = 0; i < count; i++) {
            byte b = buffer[position + i];
            if (b < 0) {
                count = i;
                break;
            }
            target[offset + i] = (char) b;
        }
        position += count;
        return count;
    }

    private Reader decide(Charset found) {
        charset = found;
        InputStream rest = new ByteArrayInputStream(buffer, position, limit - position);
        Reader reader = new InputStreamReader(new SequenceInputStream(rest, in), found);
        decided = reader;
        return reader;
    }

    /** Judges what is buffered from here on; a character cut off by the end of the buffer is no evidence against. */
    private boolean looksLikeUtf8() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int more = in.readNBytes(buffer, limit, Math.max(0, 8 - limit));
        limit += more;
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        return !decoder.decode(ByteBuffer.wrap(buffer, 0, limit), CharBuffer.allocate(limit), false)
                .isError();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.readNBytes(buffer, 0, buffer.length));
        return limit > 0;
    }

    private boolean starts(int... bytes) {
        if (limit < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((buffer[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
