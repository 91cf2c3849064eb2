package io.staffetta.simulator;

import io.staffetta.simulator.remote.SimulatorServer;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/**
 * The simulator as a process of its own, so that it lives on when the product dies.
 *
 * <pre>--data DIR [--port N] [--secret-file FILE] [--time-factor N] [--seed N] [--exit-with-parent]</pre>
 *
 * The secret comes from the file or from the environment variable {@code STAFFETTA_SIMULATOR_SECRET}. When it listens,
 * it prints one line: {@code {"port":N,"pid":N}}.
 */
public final class SimulatorProcess {

    private SimulatorProcess() {}

    /**
     * Runs until it is ended.
     *
     * @param arguments see the class
     */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            run(ProcessOptions.parse(arguments));
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException | IOException e) {
            System.err.println("simulator: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(ProcessOptions options) throws IOException, InterruptedException {
        String secret = options.secret(System.getenv());
        SimulatorClock clock = new SimulatorClock(Clock.systemUTC(), options.timeFactor());
        Path folder = options.data();
        SimulatedWhatsApp world = new SimulatedWhatsApp(folder, clock, Clock.systemUTC(), options.seed());
        SimulatorServer server = new SimulatorServer(world, secret, options.port(), clock::set);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            server.close();
            world.close();
            ended.countDown();
        }));
        if (options.exitWithParent()) {
            ProcessHandle.current().parent().ifPresent(SimulatorProcess::exitWith);
        }
        System.out.println("{\"port\":" + server.port() + ",\"pid\":"
                + ProcessHandle.current().pid() + "}");
        ended.await();
    }

    private static void exitWith(ProcessHandle parent) {
        Thread.ofVirtual().name("simulator-parent").start(() -> {
            parent.onExit().join();
            System.exit(0);
        });
    }
}
