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

    /** An engine that behaves like a linked device: one message of a session on its way at a time. */
    public SimulatorEngine(World world) {
        this(world, 1);
    }

    /**
     * An engine for load tests.
     *
     * @param inFlightPerSession messages of one session on their way at once, 1 to 64
     */
    public SimulatorEngine(World world, int inFlightPerSession) {
        if (inFlightPerSession < 1 || inFlightPerSession > 64) {
            throw new IllegalArgumentException("inFlightPerSession must be between 1 and 64");
        }
        this.world = world;
        this.inFlightPerSession = inFlightPerSession;
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
    public Connection open(Link link, EngineListener listener) {
        return world.open(link, listener);
    }
}
