package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two products on one database, each over a cable of its own, and the simulated WhatsApp that both of them use. */
final class NodePair implements AutoCloseable {

    private static final Duration A_MOMENT = Duration.ofSeconds(5);
    private static final String AT_THE_DATABASE =
            "from pg_stat_activity where datname = current_database() and application_name = 'staffetta'";

    private final TestDatabase database = TestDatabase.create();
    private final JdbcClient jdbc = database.jdbc();
    private final Simulator simulator;
    private final List<Product> nodes = new ArrayList<>();
    private final List<Cable> cables = new ArrayList<>();

    /** None of them runs yet. */
    NodePair(Path folder) throws IOException {
        String secret = UUID.randomUUID().toString();
        Path secretFile = Files.writeString(folder.resolve("secret"), secret);
        this.simulator = Simulator.start(folder.resolve("simulator"), secret);
        for (String name : List.of("first", "second")) {
            List<String> options = new ArrayList<>(List.of(
                    "--staffetta.simulator.url=" + simulator.url(),
                    "--staffetta.simulator.secret-file=" + secretFile,
                    "--staffetta.simulator.time=60"));
            database.properties().forEach((property, value) -> {
                if (property.startsWith("staffetta.database.")) {
                    options.add("--" + property + "=" + (property.endsWith(".url") ? overACable(value) : value));
                }
            });
            nodes.add(new Product(Files.createDirectories(folder.resolve(name)), options));
        }
    }

    private String overACable(String url) {
        URI server = URI.create(url.replaceFirst("^jdbc:", ""));
        Cable cable = new Cable(server.getPort());
        cables.add(cable);
        return url.replace(":" + server.getPort() + "/", ":" + cable.port() + "/");
    }

    /** Starts both, the second with the first one's key of the vault. */
    void start() throws IOException {
        first().start("");
        first().setUp();
        Path keys = Files.createDirectories(second().data().resolve("keys"));
        Files.copy(first().data().resolve("keys").resolve("vault.key"), keys.resolve("vault.key"));
        second().start("");
        second().api().useKey(first().api().key());
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    /** Somebody else's connection to the database. */
    Connection connection() throws SQLException {
        return database.dataSource().getConnection();
    }

    Simulator simulator() {
        return simulator;
    }

    List<Product> both() {
        return nodes;
    }

    Product first() {
        return nodes.getFirst();
    }

    Product second() {
        return nodes.getLast();
    }

    /** Counts round. */
    Product node(int number) {
        return nodes.get(number % nodes.size());
    }

    Product other(Product node) {
        return node == first() ? second() : first();
    }

    /** What goes between this node and the database. */
    Cable cable(Product node) {
        return cables.get(nodes.indexOf(node));
    }

    /**
     * Stops a node in the middle of a transaction, with all locks that it has, if it has anything to write: somebody holds
     * the send log for a moment, and gives it free when the node is frozen. Whether it was in a transaction.
     */
    boolean freezeWithLocks(Product node) {
        try (Connection somebody = database.dataSource().getConnection();
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("lock table send_log in exclusive mode");
            long until = System.nanoTime() + A_MOMENT.toNanos();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(A_MOMENT.multipliedBy(4))
                    .until(() -> count("and wait_event_type = 'Lock'") >= nodes.size() || System.nanoTime() > until);
            node.freeze();
            somebody.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        long until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        await().pollDelay(Duration.ofMillis(500))
                .until(() -> count("and wait_event_type = 'Lock'") == 0 || System.nanoTime() > until);
        return count("and state = 'idle in transaction' and xact_start < clock_timestamp() - interval '400 ms'") > 0;
    }

    private int count(String more) {
        return jdbc.sql("select count(*) " + AT_THE_DATABASE + " " + more)
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() {
        cables.forEach(Cable::mend);
        nodes.forEach(Product::stop);
        cables.forEach(Cable::close);
        simulator.stop();
        database.close();
    }
}
