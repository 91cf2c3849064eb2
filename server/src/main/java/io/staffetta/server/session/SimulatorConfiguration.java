package io.staffetta.server.session;

import io.staffetta.server.access.Audit;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.storage.DataFolder;
import io.staffetta.simulator.SimulatorEngine;
import io.staffetta.simulator.world.SimulatedWhatsApp;
import io.staffetta.simulator.world.SimulatorClock;
import io.staffetta.simulator.world.World;
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

    @Bean
    World simulatedWorld(DataFolder folder, SimulatorClock time, Clock clock, RandomGenerator random) {
        return new SimulatedWhatsApp(folder.path().resolve("simulator"), time, clock, random.nextLong());
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
