package io.staffetta.server.contact;

/** Makes what strangers write fit to be kept. */
final class InboundText {

    private static final int MOST_BYTES = 64 * 1024;

    private InboundText() {}

    /** The text without NULs and half characters, cut to 64 KiB of UTF-8. */
    static String clean(String text) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), MOST_BYTES));
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == 0 || Character.getType(c) == Character.SURROGATE) {
                continue;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > MOST_BYTES) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.toString();
    }

    /** An engine's id of a message, short enough for an index. */
    static String id(String sourceId) {
        String clean = clean(sourceId);
        return clean.length() <= 500 ? clean : clean.substring(0, 460) + "#" + Integer.toHexString(clean.hashCode());
    }
}
