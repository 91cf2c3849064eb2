package io.staffetta.server.session;

import io.staffetta.server.access.Audit;
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
            Halts halts)
            throws IOException {
        SessionProperties.Simulator elsewhere = properties.simulator();
        if (elsewhere.url().isBlank()) {
            return new SimulatedWhatsApp(folder.path().resolve("simulator"), time, clock, random.nextLong());
        }
        URI address = URI.create(elsewhere.url());
        String secret = Files.readString(Path.of(elsewhere.secretFile())).strip();
        return new RemoteWorld(
                new InetSocketAddress(address.getHost(), address.getPort()),
                secret,
                clock,
                time::reading,
                () -> halts.pass(HaltPoint.AFTER_REQUEST_WRITTEN));
    }

    @Bean
    SimulatorEngine simulatorEngine(World world) {
        return new SimulatorEngine(world);
    }

    @Bean
    SimulatedTime simulatedTime(
            StoredClock stored,
            SimulatorClock clock,
            World world,
            Dispatcher dispatcher,
            TransactionTemplate transaction,
            Audit audit) {
        return new SimulatedTime(stored, clock, world, dispatcher, transaction, audit);
    }

    @Bean
    SimulatorRemote simulatorRemote(Sessions sessions, SimulatedTime time, World world) {
        return new SimulatorRemote(sessions, time, world);
    }
}
