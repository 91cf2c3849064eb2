package io.staffetta.server.campaign.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of an XLSX file need besides the sheet itself.
 *
 * @param sheet the part with the first visible sheet
 * @param strings the shared texts
 * @param dateStyles the styles whose numbers are dates
 * @param since1904 whether dates count from 1904, as in files of old Macs
 */
record Workbook(String sheet, SharedStrings strings, BitSet dateStyles, boolean since1904) {

    static Workbook read(XlsxFile file) throws IOException {
        String main = byType(relations(file, "_rels/.rels", ""), "/officeDocument");
        if (main == null) {
            throw XlsxFile.malformed(0);
        }
        String folder = main.substring(0, main.lastIndexOf('/') + 1);
        String rels = folder + "_rels/" + main.substring(folder.length()) + ".rels";
        List<Relation> relations = relations(file, rels, folder);
        String sheetId = null;
        boolean since1904 = false;
        try (XmlPart part = required(file, main)) {
            while (sheetId == null && part.advance()) {
                if (part.starts("workbookPr")) {
                    String value = part.attribute("date1904");
                    since1904 = "1".equals(value) || "true".equals(value);
                } else if (part.starts("sheet") && !hidden(part)) {
                    sheetId = part.attribute("id");
                }
            }
        }
        for (Relation relation : relations) {
            if (relation.id().equals(sheetId)) {
                return new Workbook(
                        relation.target(),
                        SharedStrings.read(optional(file, byType(relations, "/sharedStrings"))),
                        dateStyles(described(file, byType(relations, "/styles"))),
                        since1904);
            }
        }
        throw XlsxFile.malformed(0);
    }

    private record Relation(String id, String type, String target) {}

    private static boolean hidden(XmlPart part) {
        String state = part.attribute("state");
        return state != null && !state.equals("visible");
    }

    private static List<Relation> relations(XlsxFile file, String name, String folder) throws IOException {
        List<Relation> relations = new ArrayList<>();
        try (XmlPart part = required(file, name)) {
            while (part.find("Relationship", null)) {
                String id = part.attribute("Id");
                String type = part.attribute("Type");
                String target = part.attribute("Target");
                if (id != null && type != null && target != null) {
                    relations.add(
                            new Relation(id, type, target.startsWith("/") ? target.substring(1) : folder + target));
                }
            }
        }
        return relations;
    }

    private static @Nullable String byType(List<Relation> relations, String type) {
        for (Relation relation : relations) {
            if (relation.type().endsWith(type)) {
                return relation.target();
            }
        }
        return null;
    }

    private static XmlPart required(XlsxFile file, String name) throws IOException {
        XmlPart part = file.description(name);
        if (part == null) {
            throw XlsxFile.malformed(0);
        }
        return part;
    }

    private static @Nullable XmlPart optional(XlsxFile file, @Nullable String name) throws IOException {
        return name == null ? null : file.part(name);
    }

    private static @Nullable XmlPart described(XlsxFile file, @Nullable String name) throws IOException {
        return name == null ? null : file.description(name);
    }

    private static BitSet dateStyles(@Nullable XmlPart styles) throws IOException {
        BitSet dates = new BitSet();
        if (styles == null) {
            return dates;
        }
        try (styles) {
            Map<String, Boolean> custom = new HashMap<>();
            int style = 0;
            boolean cellStyles = false;
            while (styles.advance()) {
                if (styles.starts("numFmt")) {
                    String code = styles.attribute("formatCode");
                    custom.put(String.valueOf(styles.attribute("numFmtId")), isDateFormat(code));
                } else if (styles.starts("cellXfs")) {
                    cellStyles = true;
                } else if (styles.ends("cellXfs")) {
                    break;
                } else if (cellStyles && styles.starts("xf")) {
                    String format = String.valueOf(styles.attribute("numFmtId"));
                    dates.set(style++, custom.getOrDefault(format, BUILT_IN_DATES.contains(format)));
                }
            }
        }
        return dates;
    }

    /** Spreadsheets allow 255 characters; looking for what is in brackets takes the square of their number. */
    private static final int LONGEST_FORMAT = 1_000;

    private static final Set<String> BUILT_IN_DATES = builtInDates();

    private static Set<String> builtInDates() {
        Set<String> dates = new HashSet<>();
        int[][] ranges = {{14, 22}, {27, 36}, {45, 47}, {50, 58}};
        for (int[] range : ranges) {
            for (int format = range[0]; format <= range[1]; format++) {
                dates.add(String.valueOf(format));
            }
        }
        return Set.copyOf(dates);
    }

    /** Whether a format code such as {@code dd/mm/yyyy} prints a date; quoted text and colours aside. */
    private static boolean isDateFormat(@Nullable String code) {
        if (code == null || code.length() > LONGEST_FORMAT) {
            return false;
        }
        String bare = code.replaceAll("\"[^\"]*\"|\\[[^\\]]*]|\\\\.|_.|General", "");
        return bare.matches("(?is).*[ymdhs].*") && !bare.matches("(?s).*[#0?].*");
    }
}
