package io.staffetta.baileys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sidecar's source and lock file, as they travel with this program. */
final class Source {

    private static final String LIST = "sidecar-files.txt";

    private final Map<String, byte[]> files;

    private Source(Map<String, byte[]> files) {
        this.files = files;
    }

    static Source shipped() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : new String(resource(LIST), StandardCharsets.UTF_8).split("\n", -1)) {
            if (!name.isBlank()) {
                files.put(name, resource("sidecar/" + name));
            }
        }
        return new Source(files);
    }

    /** Tells versions of it apart. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, bytes) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void writeTo(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Source.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not shipped: " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
