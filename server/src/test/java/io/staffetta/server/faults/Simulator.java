package io.staffetta.server.faults;

import io.staffetta.simulator.SimulatorProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
                SimulatorProcess.class.getName(),
                List.of("--port", "0", "--data", folder.toString()));
        for (int i = 0; i < 400; i++) {
            Product.pause(50);
            for (String line : Files.exists(out) ? Files.readAllLines(out) : List.<String>of()) {
                if (line.startsWith("{")) {
                    return new Simulator(
                            folder, child, JSON.readTree(line).get("port").asInt());
                }
            }
        }
        child.kill();
        throw new IllegalStateException("the simulator did not start, see " + out);
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

    long arrived() throws IOException {
        return Files.size(folder.resolve("ledger.jsonl"));
    }

    void stop() {
        child.stop();
    }
}
