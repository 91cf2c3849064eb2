package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import io.staffetta.simulator.SimulatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulated WhatsApp as a process of its own, which no kill of the product touches. */
final class Simulator {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Child child;
    private final int port;

    private Simulator(Path folder, Child child, int port) {
        this.folder = folder;
        this.child = child;
        this.port = port;
    }

    static Simulator start(Path folder, String secret) throws IOException {
        Files.createDirectories(folder);
        Path out = folder.resolve("simulator.out");
        Child child = Child.java(
                out,
                Map.of("STAFFETTA_SIMULATOR_SECRET", secret),
                List.of("-Xmx512m"),
                SimulatorProcess.class.getName(),
                List.of("--port", "0", "--data", folder.toString()));
        AtomicInteger port = new AtomicInteger();
        try {
            await("the simulator's port, see " + out).until(() -> readPort(out, port));
        } catch (ConditionTimeoutException e) {
            child.kill();
            throw e;
        }
        return new Simulator(folder, child, port.get());
    }

    private static boolean readPort(Path out, AtomicInteger port) throws IOException {
        List<String> lines = Files.exists(out) ? Files.readAllLines(out) : List.of();
        lines.stream()
                .filter(line -> line.startsWith("{") && line.endsWith("}"))
                .findFirst()
                .ifPresent(line -> port.set(JSON.readTree(line).get("port").asInt()));
        return port.get() > 0;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Everything that really arrived, read from its file. */
    List<JsonNode> ledger() throws IOException {
        return Files.readAllLines(folder.resolve("ledger.jsonl")).stream()
                .filter(line -> !line.isBlank())
                .map(line -> JSON.readTree(line))
                .toList();
    }

    /** How many messages really arrived. */
    int messages() throws IOException {
        return ledger().size();
    }

    long arrived() throws IOException {
        return Files.size(folder.resolve("ledger.jsonl"));
    }

    void stop() {
        child.stop();
    }
}
