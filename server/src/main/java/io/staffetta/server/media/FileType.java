package io.staffetta.server.media;

import io.staffetta.core.Problem;
import io.staffetta.core.engine.Media;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The types of files that can be sent, as the Cloud API takes them, and how their files begin. */
enum FileType {
    JPEG("image/jpeg", Media.Kind.IMAGE, bytes(0xFF, 0xD8, 0xFF)),
    PNG("image/png", Media.Kind.IMAGE, bytes(0x89, 'P', 'N', 'G')),
    PDF("application/pdf", Media.Kind.DOCUMENT, bytes('%', 'P', 'D', 'F')),
    TEXT("text/plain", Media.Kind.DOCUMENT, bytes()),
    WORD("application/msword", Media.Kind.DOCUMENT, bytes(0xD0, 0xCF)),
    EXCEL("application/vnd.ms-excel", Media.Kind.DOCUMENT, bytes(0xD0, 0xCF)),
    POWERPOINT("application/vnd.ms-powerpoint", Media.Kind.DOCUMENT, bytes(0xD0, 0xCF)),
    DOCX(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Media.Kind.DOCUMENT,
            bytes('P', 'K')),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Media.Kind.DOCUMENT, bytes('P', 'K')),
    PPTX(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Media.Kind.DOCUMENT,
            bytes('P', 'K'));

    private final String mediaType;
    private final Media.Kind kind;
    private final String beginning;

    FileType(String mediaType, Media.Kind kind, String beginning) {
        this.mediaType = mediaType;
        this.kind = kind;
        this.beginning = beginning;
    }

    String mediaType() {
        return mediaType;
    }

    Media.Kind kind() {
        return kind;
    }

    /** Whether a file of this type may begin like this. */
    boolean begins(byte[] content) {
        byte[] expected = beginning.getBytes(StandardCharsets.ISO_8859_1);
        return content.length >= expected.length
                && Arrays.equals(expected, 0, expected.length, content, 0, expected.length);
    }

    /**
     * The type of this name, whatever is said behind it.
     *
     * @throws Problem {@code media_type_not_allowed}
     */
    static FileType of(String mediaType) {
        String plain = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equals(plain))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID,
                        "media_type_not_allowed",
                        "Files of this type cannot be sent.",
                        Map.of("allowed", names())));
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(FileType::mediaType).toList();
    }

    private static String bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
