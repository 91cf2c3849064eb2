package io.staffetta.waha.stub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The stub as a process of its own, which can be killed like one. */
public final class StubProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    /**
     * Starts it and waits until it listens.
     *
     * @param port 0 for a free one
     * @param folder where its ledger lies and goes on
     */
    public StubProcess(int port, Path folder, String apiKey) {
        try {
            this.process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WahaStub.class.getName(),
                            Integer.toString(port),
                            folder.toString(),
                            apiKey)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
            String line = out.readLine();
            if (line == null || !line.startsWith("listening ")) {
                process.destroyForcibly();
                throw new IllegalStateException("the stub did not start");
            }
            this.port = Integer.parseInt(line.substring("listening ".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
