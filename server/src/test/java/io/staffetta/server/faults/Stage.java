package io.staffetta.server.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A product, the simulated WhatsApp in a process of its own, and the campaigns that go from the one to the other. */
record Stage(Simulator simulator, Product product, Fleet fleet) implements AutoCloseable {

    /** {@code -Dheap=N} tries another one, in megabytes. */
    private static final List<String> USUAL_HEAP = List.of("-Xmx" + Integer.getInteger("heap", 512) + "m");

    /**
     * Starts the simulator; the product starts when it is told to.
     *
     * @param timeFactor how much faster than real time the numbers live
     */
    static Stage set(Path folder, Fleet.Size size, int timeFactor) throws IOException {
        return set(folder, size, timeFactor, List.of(), USUAL_HEAP);
    }

    /** The same with further options of the product and of its VM. */
    static Stage set(Path folder, Fleet.Size size, int timeFactor, List<String> further, List<String> javaOptions)
            throws IOException {
        Files.createDirectories(folder);
        String secret = UUID.randomUUID().toString();
        Path secretFile = Files.writeString(folder.resolve("secret"), secret);
        Simulator simulator = Simulator.start(folder.resolve("simulator"), secret);
        List<String> options = new ArrayList<>(further);
        options.add("--staffetta.simulator.url=" + simulator.url());
        options.add("--staffetta.simulator.secret-file=" + secretFile);
        options.add("--staffetta.simulator.time=" + timeFactor);
        Product product = new Product(folder, options, javaOptions);
        return new Stage(simulator, product, new Fleet(product, simulator, size));
    }

    @Override
    public void close() {
        product.stop();
        simulator.stop();
    }
}
