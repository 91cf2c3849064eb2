package io.staffetta.cloud;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Uploads pictures and documents, within what Meta takes. */
final class MediaUpload {

    private static final int LARGEST_IMAGE = 5 * 1024 * 1024;
    /** Meta takes 100 MB; what is kept in memory here stays below that. */
    private static final int LARGEST_DOCUMENT = 16 * 1024 * 1024;

    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]{1,100}");

    private final Graph graph;
    private final RandomGenerator random;

    MediaUpload(Graph graph, RandomGenerator random) {
        this.graph = graph;
        this.random = random;
    }

    /**
     * Uploads a file and returns Meta's id of it.
     *
     * @throws IllegalStateException if it was not taken
     */
    String upload(CloudSettings settings, String fileName, String mediaType, byte[] content, Duration timeout) {
        boolean image = mediaType.equals("image/jpeg") || mediaType.equals("image/png");
        if (!MEDIA_TYPE.matcher(mediaType).matches() || (mediaType.startsWith("image/") && !image)) {
            throw new IllegalStateException("media_type");
        }
        if (content.length == 0 || content.length > (image ? LARGEST_IMAGE : LARGEST_DOCUMENT)) {
            throw new IllegalStateException("media_size");
        }
        byte[] key = new byte[16];
        random.nextBytes(key);
        String boundary = "staffetta-" + HexFormat.of().formatHex(key);
        Reply reply = graph.post(
                settings,
                settings.phoneNumberId() + "/media",
                "multipart/form-data; boundary=" + boundary,
                form(boundary, plain(fileName), mediaType, content),
                timeout);
        Optional<String> id = Wire.id(Answers.required(reply).body().path("id"));
        return id.orElseThrow(() -> new IllegalStateException("answer_without_id"));
    }

    private static byte[] form(String boundary, String fileName, String mediaType, byte[] content) {
        String head = "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n" + mediaType + "\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + mediaType + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] form = new byte[start.length + content.length + end.length];
        System.arraycopy(start, 0, form, 0, start.length);
        System.arraycopy(content, 0, form, start.length, content.length);
        System.arraycopy(end, 0, form, start.length + content.length, end.length);
        return form;
    }

    /** Nothing in a name may end its header early. */
    private static String plain(String fileName) {
        String name = fileName.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
        return name.isBlank() ? "file" : name.substring(0, Math.min(name.length(), 100));
    }
}
