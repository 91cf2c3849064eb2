package io.staffetta.simulator.remote;

import io.staffetta.simulator.SimulatorProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;

/** Starts the simulator as tests find it: with the class path and the Java of the test. */
final class SimulatorLauncher {

    private SimulatorLauncher() {}

    static Process start(Path data, String secret) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorProcess.class.getName(),
                "--data",
                data.toString(),
                "--exit-with-parent");
        builder.environment().put("STAFFETTA_SIMULATOR_SECRET", secret);
        return builder.start();
    }

    static int port(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return JsonMapper.shared().readTree(output.readLine()).path("port").asInt();
    }
}
