package io.staffetta.server.session;

import io.staffetta.core.Problem;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Users;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.HaltPoint;
import io.staffetta.server.queue.Halts;
import io.staffetta.server.storage.DataFolder;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.remote.RemoteWorld;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import io.staffetta.simulator.world.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the simulator together: its clock, its world, its engine. */
@Configuration(proxyBeanMethods = false)
class SimulatorConfiguration {

    @Bean
    StoredClock storedClock(JdbcClient jdbc, Clock clock) {
        return new StoredClock(jdbc, clock);
    }

    /**
     * Also the business time of the whole product: its real side is real time.
     *
     * @param speed how much faster than real time, as {@code ×60}; as it was if not said
     */
    @Bean
    SimulatorClock simulatorClock(
            StoredClock stored, @Value("${staffetta.simulator.time:${simulator.time:}}") String speed) {
        return stored.open(speed);
    }

    /** In this process, unless one that runs by itself is named. */
    @Bean
    World simulatedWorld(
            SessionProperties properties,
            DataFolder folder,
            SimulatorClock time,
            Clock clock,
            RandomGenerator random,
            Halts halts) {
        SessionProperties.Simulator elsewhere = properties.simulator();
        if (elsewhere.url().isBlank()) {
            return new SimulatedWhatsApp(folder.path().resolve("simulator"), time, clock, random.nextLong());
        }
        return new RemoteWorld(
                address(elsewhere.url()),
                secret(elsewhere.secretFile()),
                clock,
                time::reading,
                () -> halts.pass(HaltPoint.AFTER_REQUEST_WRITTEN));
    }

    @Bean
    SimulatorEngine simulatorEngine(World world, SessionProperties properties) {
        return properties.simulator().url().isBlank() ? SimulatorEngine.onThisNode(world) : new SimulatorEngine(world);
    }

    @Bean
    SimulatedTime simulatedTime(
            StoredClock stored,
            SimulatorClock clock,
            World world,
            Dispatcher dispatcher,
            TransactionTemplate transaction,
            Audit audit,
            Users users) {
        return new SimulatedTime(stored, clock, world, dispatcher, transaction, audit, users);
    }

    @Bean
    SimulatorRemote simulatorRemote(Sessions sessions, SimulatedTime time, World world) {
        return new SimulatorRemote(sessions, time, world);
    }

    private static InetSocketAddress address(String url) {
        URI uri = URI.create(url);
        if (!"tcp".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
            throw unusable("staffetta.simulator.url must be tcp://HOST:PORT, not " + url);
        }
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    private static String secret(String file) {
        if (file.isBlank()) {
            throw unusable("a simulator in another process needs staffetta.simulator.secret-file");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw unusable("the simulator's secret " + file + " cannot be read: " + e.getMessage());
        }
    }

    private static Problem unusable(String message) {
        return new Problem(Problem.Kind.UNAVAILABLE, "simulator_unusable", message);
    }
}
