package io.staffetta.simulator;

import io.staffetta.core.engine.Capabilities;
import io.staffetta.core.engine.Capabilities.Content;
import io.staffetta.core.engine.Connection;
import io.staffetta.core.engine.Engine;
import io.staffetta.core.engine.EngineListener;
import io.staffetta.core.engine.Link;
import io.staffetta.simulator.world.World;
import java.util.Set;

/** The engine that carries sessions to a simulated WhatsApp, in this process or in another. */
public final class SimulatorEngine implements Engine {

    private final World world;
    private final int inFlightPerSession;
    private final boolean portable;

    /**
     * An engine that behaves like a linked device: one message of a session on its way at a time. Every node reaches its
     * world.
     */
    public SimulatorEngine(World world) {
        this(world, 1);
    }

    /** The same, with a world that lives in this process and is not reached from others. */
    public static SimulatorEngine onThisNode(World world) {
        return new SimulatorEngine(world, 1, false);
    }

    /**
     * An engine for load tests.
     *
     * @param inFlightPerSession messages of one session on their way at once, 1 to 64
     */
    public SimulatorEngine(World world, int inFlightPerSession) {
        this(world, inFlightPerSession, true);
    }

    private SimulatorEngine(World world, int inFlightPerSession, boolean portable) {
        if (inFlightPerSession < 1 || inFlightPerSession > 64) {
            throw new IllegalArgumentException("inFlightPerSession must be between 1 and 64");
        }
        this.world = world;
        this.inFlightPerSession = inFlightPerSession;
        this.portable = portable;
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                true, true, true, inFlightPerSession, true, false, true, true, Set.of(Content.values()));
    }

    @Override
    public boolean portable() {
        return portable;
    }

    @Override
    public Connection open(Link link, EngineListener listener) {
        return world.open(link, listener);
    }
}
