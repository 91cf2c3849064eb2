package io.staffetta.server.faults;

import static org.awaitility.Awaitility.await;

import io.staffetta.server.storage.DatabaseOfData;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens to a database while its product lives. Each trouble is over when its method returns. */
final class DatabaseTroubles {

    private static final String OURS =
            "from pg_stat_activity where application_name = 'staffetta' and pid <> pg_backend_pid()";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final Duration A_WHILE = Duration.ofMillis(1_200);

    private final Product product;
    private final Random random;

    DatabaseTroubles(Product product, Random random) {
        this.product = product;
        this.random = random;
    }

    /** Everything that can be done to it. */
    enum Trouble {
        /** Connections of the product are ended, some at random, three times in a row. */
        TERMINATED,
        /** One server process dies of kill -9, and PostgreSQL restarts all of them. */
        CRASHED,
        /** kill -9 of the whole database; the product lives on. */
        KILLED,
        /** Somebody stops the whole database in good order; the product starts it again. */
        STOPPED,
        /** Somebody else locks the table of the messages for a while. */
        LOCKED,
        /** SIGSTOP of the whole database, and SIGCONT after a while: everything is slow. */
        FROZEN,
        /** Somebody else has taken every connection that the server gives. */
        CROWDED
    }

    /** Lets it happen. */
    void happen(Trouble trouble) {
        try {
            switch (trouble) {
                case TERMINATED -> terminate();
                case CRASHED -> crash();
                case KILLED -> product.killDatabase();
                case STOPPED -> product.endDatabase();
                case LOCKED -> lock();
                case FROZEN -> freeze();
                case CROWDED -> crowd();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void terminate() {
        for (int i = 0; i < 3; i++) {
            database()
                    .sql("select count(pg_terminate_backend(pid)) " + OURS + " and random() < 0.5")
                    .query(Integer.class)
                    .single();
            aWhile(Duration.ofMillis(random.nextInt(100)));
        }
    }

    private void crash() {
        List<Long> backends =
                database().sql("select pid " + OURS).query(Long.class).list();
        ProcessHandle.of(backends.get(random.nextInt(backends.size()))).ifPresent(ProcessHandle::destroyForcibly);
    }

    private void lock() throws SQLException {
        try (Connection somebody = DatabaseOfData.connection(product.data());
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("lock table message in access exclusive mode");
            aWhile(A_WHILE);
            somebody.rollback();
        }
    }

    private void freeze() {
        product.freezeDatabase();
        aWhile(A_WHILE);
        product.thawDatabase();
    }

    /** Takes what is free, then what the product loses. */
    private void crowd() throws SQLException {
        List<Connection> taken = new ArrayList<>();
        try {
            takeAll(taken);
            JdbcClient one = JdbcClient.create(
                    new org.springframework.jdbc.datasource.SingleConnectionDataSource(taken.getFirst(), true));
            while (one.sql("select count(pg_terminate_backend(pid)) " + OURS)
                            .query(Integer.class)
                            .single()
                    > 0) {
                takeAll(taken);
            }
            aWhile(A_WHILE);
        } finally {
            for (Connection each : taken) {
                each.close();
            }
        }
    }

    private void takeAll(List<Connection> taken) throws SQLException {
        while (true) {
            try {
                taken.add(DatabaseOfData.connection(product.data()));
            } catch (SQLException e) {
                if (TOO_MANY_CONNECTIONS.equals(e.getSQLState()) && !taken.isEmpty()) {
                    return;
                }
                throw e;
            }
        }
    }

    private JdbcClient database() {
        return DatabaseOfData.client(product.data());
    }

    private static void aWhile(Duration duration) {
        await().pollDelay(duration).atMost(duration.plusSeconds(20)).until(() -> true);
    }
}
