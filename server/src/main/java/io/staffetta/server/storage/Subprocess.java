package io.staffetta.server.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a short command of PostgreSQL or of the system answered.
 *
 * @param exit the exit code; 0 is success
 * @param output standard output and error together
 */
record Subprocess(int exit, String output) {

    private static final int NOT_FOUND = 127;

    /** Runs to the end; a command that does not exist exits with 127. */
    static Subprocess run(List<String> command) {
        return run(command, "");
    }

    /** Runs to the end with this standard input. */
    static Subprocess run(List<String> command, String input) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        cleanEnvironment(builder);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Subprocess(NOT_FOUND, String.valueOf(e.getMessage()));
        }
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The command ended without reading its input; its exit code and output tell why.
        }
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Subprocess(process.waitFor(), output.strip());
        } catch (IOException e) {
            return new Subprocess(NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            return new Subprocess(NOT_FOUND, "interrupted");
        }
    }

    /** PG… variables of the caller must not lead our commands to another server; messages are read in English. */
    static void cleanEnvironment(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
    }

    boolean succeeded() {
        return exit == 0;
    }

    /** The line that says best what went wrong. */
    String reason() {
        return reason(output);
    }

    /** The last line of this log that names an error, else its last line. */
    static String reason(String log) {
        List<String> lines =
                log.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return lines.reversed().stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "no message" : lines.getLast());
    }
}
