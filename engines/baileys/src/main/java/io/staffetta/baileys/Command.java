package io.staffetta.baileys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A short-lived command and what it printed. */
record Command(int exitCode, String output) {

    /** As much of the output as is kept: its end. */
    private static final int KEPT = 16 * 1024;

    /**
     * Runs a command to its end; one that takes too long is ended and answers a code of -1.
     *
     * @throws IOException if there is no such command
     */
    static Command run(List<String> words, Path folder, Duration timeout) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
        builder.redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().remove("NODE_OPTIONS");
        Process process = builder.start();
        CompletableFuture<String> output = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("baileys-command").start(() -> output.complete(tail(process)));
        try {
            boolean ended = process.waitFor(timeout);
            if (!ended) {
                endAll(process);
            }
            return new Command(ended ? process.exitValue() : -1, output.join());
        } catch (InterruptedException e) {
            endAll(process);
            Thread.currentThread().interrupt();
            return new Command(-1, "interrupted");
        }
    }

    private static void endAll(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String tail(Process process) {
        StringBuilder kept = new StringBuilder();
        byte[] buffer = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                kept.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                kept.delete(0, Math.max(0, kept.length() - KEPT));
            }
        } catch (IOException e) {
            kept.append("\n(its output broke off)");
        }
        return kept.toString();
    }

    /** The first line with this in it, shortened; empty if there is none. */
    String lineWith(String part) {
        return output.lines()
                .filter(line -> line.contains(part))
                .findFirst()
                .map(line -> line.length() > 200 ? line.substring(0, 200) : line)
                .orElse("");
    }
}
