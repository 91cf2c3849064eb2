package io.staffetta.server.campaign;

import io.staffetta.server.campaign.file.FileRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a row's cells as the JSON object of a recipient's variables; the phone and empty cells are left out. */
final class VariableJson {

    private final List<String> columns;
    private final int phoneColumn;
    private final List<byte[]> names = new ArrayList<>();

    /**
     * Writes rows of these columns.
     *
     * @param columns may grow meanwhile
     */
    VariableJson(List<String> columns, int phoneColumn) {
        this.columns = columns;
        this.phoneColumn = phoneColumn;
    }

    /** Appends a field of type jsonb. */
    void append(FileRow row, CopyBuffer target) {
        for (int i = names.size(); i < columns.size(); i++) {
            names.add(name(columns.get(i)));
        }
        int begin = target.begin();
        target.put(1);
        target.put('{');
        boolean first = true;
        for (int i = 0; i < Math.min(row.cells().size(), names.size()); i++) {
            String value = row.cells().get(i);
            if (i != phoneColumn && !value.isEmpty()) {
                if (!first) {
                    target.put(',');
                }
                first = false;
                target.raw(names.get(i));
                string(value, target);
            }
        }
        target.put('}');
        target.end(begin);
    }

    private static byte[] name(String column) {
        CopyBuffer buffer = new CopyBuffer();
        int begin = buffer.size();
        string(column, buffer);
        buffer.put(':');
        byte[] name = new byte[buffer.size() - begin];
        System.arraycopy(buffer.array(), begin, name, 0, name.length);
        return name;
    }

    private static void string(String value, CopyBuffer target) {
        target.put('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                i += beyondAscii(value, i, target);
            } else if (c == '"' || c == '\\') {
                target.put('\\');
                target.put(c);
            } else if (c < 0x20) {
                target.raw("\\u%04x".formatted((int) c).getBytes(StandardCharsets.US_ASCII));
            } else {
                target.put(c);
            }
        }
        target.put('"');
    }

    /** Appends one character in UTF-8 and returns how many more places it takes in the string. */
    private static int beyondAscii(String value, int index, CopyBuffer target) {
        int point = value.codePointAt(index);
        if (point < 0x800) {
            target.put(0xC0 | (point >> 6));
        } else {
            if (point >= 0x10000) {
                target.put(0xF0 | (point >> 18));
                target.put(0x80 | ((point >> 12) & 0x3F));
            } else if (Character.isSurrogate((char) point)) {
                target.put('?');
                return 0;
            } else {
                target.put(0xE0 | (point >> 12));
            }
            target.put(0x80 | ((point >> 6) & 0x3F));
        }
        target.put(0x80 | (point & 0x3F));
        return Character.charCount(point) - 1;
    }
}
