package io.staffetta.simulator.world;

/** The world in this process. */
final class InProcessWorldTest extends WorldContract {

    @Override
    protected World enter(SimulatedWhatsApp inside) {
        return inside;
    }

    @Override
    protected TestSession.Opener enterAsAnother(SimulatedWhatsApp inside) {
        return (link, listener) -> inside.open(link, listener, "another");
    }

    @Override
    protected void leaveAll() {
        // The world itself is closed by the contract.
    }
}
