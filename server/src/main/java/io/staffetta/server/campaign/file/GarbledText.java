package io.staffetta.server.campaign.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Text that was UTF-8 once and was read as something older on its way, such as {@code Ã¨} or {@code √®} for {@code è}.
 * The bytes that the older charset would have written are read again as what they were; what is no such sequence stays.
 */
public final class GarbledText {

    /** Text may have been through more than one such reading. */
    private static final int MOST_READINGS = 3;

    private static final int ASCII = 0x80;

    /** What such texts were read as: Windows, where most are from, and the Macintosh of old. */
    private static final List<Map<Character, Integer>> READ_AS = Stream.of("windows-1252", "x-MacRoman")
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .map(GarbledText::bytesOf)
            .toList();

    private GarbledText() {}

    /** The text as it was written, or empty if nothing in it looks like an accident. */
    public static Optional<String> repaired(String text) {
        if (text.chars().allMatch(each -> each < ASCII)) {
            return Optional.empty();
        }
        String better = text;
        for (int reading = 0; reading < MOST_READINGS; reading++) {
            String before = better;
            better = READ_AS.stream()
                    .map(bytes -> readAgain(before, bytes))
                    .filter(again -> !again.equals(before))
                    .findFirst()
                    .orElse(before);
        }
        return better.equals(text) ? Optional.empty() : Optional.of(better);
    }

    private static String readAgain(String text, Map<Character, Integer> bytes) {
        StringBuilder again = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int length = lengthOf(bytes.getOrDefault(text.charAt(at), 0));
            int codePoint = length == 0 ? 0 : codePoint(text, at, length, bytes);
            if (plausible(codePoint, length)) {
                again.appendCodePoint(codePoint);
                at += length;
            } else {
                again.append(text.charAt(at));
                at++;
            }
        }
        return again.toString();
    }

    /** How many bytes a sequence has that begins like this; 0 if none of those that are looked for does. */
    private static int lengthOf(int lead) {
        return switch (lead) {
            case 0xC2, 0xC3, 0xC4, 0xC5 -> 2;
            case 0xE2, 0xEF -> 3;
            case 0xF0 -> 4;
            default -> 0;
        };
    }

    /** What the sequence stands for, or 0 if it is none. */
    private static int codePoint(String text, int from, int length, Map<Character, Integer> bytes) {
        if (from + length > text.length()) {
            return 0;
        }
        int value = bytes.getOrDefault(text.charAt(from), 0) & (0xFF >> (length + 1));
        for (int at = from + 1; at < from + length; at++) {
            int next = bytes.getOrDefault(text.charAt(at), 0);
            if ((next & 0xC0) != 0x80) {
                return 0;
            }
            value = (value << 6) | (next & 0x3F);
        }
        return value;
    }

    /**
     * Whether people write this. Only letters of European languages, their punctuation, symbols and emoji are looked
     * for, so that a capital before a quotation mark is not taken for the beginning of something.
     */
    private static boolean plausible(int codePoint, int length) {
        return switch (length) {
            case 2 ->
                codePoint >= 0xA0 && codePoint <= 0x17F && !(codePoint > 0xFF && isQuote(0x80 | (codePoint & 0x3F)));
            case 3 -> (codePoint >= 0x2010 && codePoint <= 0x2BFF) || codePoint == 0xFE0F;
            case 4 -> codePoint >= 0x1F000 && codePoint <= 0x1FAFF;
            default -> false;
        };
    }

    private static boolean isQuote(int last) {
        return last == 0xAB || last == 0xBB;
    }

    /** Which byte each character beyond ASCII was; bytes that mean nothing stand for themselves. */
    private static Map<Character, Integer> bytesOf(Charset charset) {
        Map<Character, Integer> bytes = new HashMap<>();
        for (int value = ASCII; value <= 0xFF; value++) {
            char read = new String(new byte[] {(byte) value}, charset).charAt(0);
            char original = new String(new byte[] {(byte) value}, StandardCharsets.ISO_8859_1).charAt(0);
            bytes.put(read == '\uFFFD' ? original : read, value);
        }
        return bytes;
    }
}
