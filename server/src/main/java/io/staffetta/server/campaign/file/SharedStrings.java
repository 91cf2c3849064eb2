package io.staffetta.server.campaign.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The texts that the cells of a workbook point to by number, packed into one array to keep the heap small. */
final class SharedStrings {

    private static final int MOST_BYTES = 64 << 20;

    /** Empty ones weigh nothing, but are counted. */
    private static final int MOST_TEXTS = 8 << 20;

    private byte[] bytes = new byte[1 << 12];
    private int[] ends = new int[1 << 8];
    private int count;

    /** Reads the part; without one there are no texts. */
    static SharedStrings read(@Nullable XmlPart part) throws IOException {
        SharedStrings strings = new SharedStrings();
        if (part == null) {
            return strings;
        }
        try (part) {
            StringBuilder text = new StringBuilder();
            while (part.find("si", null)) {
                text.setLength(0);
                readItem(part, text);
                strings.add(text.toString());
            }
        }
        return strings;
    }

    /** Appends the pieces of one text; reading aids for Chinese and Japanese are no part of it. */
    static void readItem(XmlPart part, StringBuilder text) {
        while (part.advance()) {
            if (part.starts("t")) {
                part.text(text);
            } else if (part.starts("rPh")) {
                while (!part.ends("rPh") && part.advance()) {
                    // Skipped.
                }
            }
            if (part.ends("si") || part.ends("is")) {
                return;
            }
        }
    }

    /** The text of this number; what does not exist is empty. */
    String get(int index) {
        if (index < 0 || index >= count) {
            return "";
        }
        int start = index == 0 ? 0 : ends[index - 1];
        return new String(bytes, start, ends[index] - start, StandardCharsets.UTF_8);
    }

    private void add(String text) {
        byte[] added = text.getBytes(StandardCharsets.UTF_8);
        int start = count == 0 ? 0 : ends[count - 1];
        if (start + added.length > MOST_BYTES || count == MOST_TEXTS) {
            throw XlsxFile.unpacksToTooMuch();
        }
        if (start + added.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, Math.max(bytes.length * 2, start + added.length)));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        System.arraycopy(added, 0, bytes, start, added.length);
        ends[count++] = start + added.length;
    }
}
