package io.staffetta.server.session;

import io.staffetta.core.Problem;
import java.util.Optional;
import org.springframework.core.env.PropertyResolver;

/**
 * Which MongoDB database is meant, by the documented variables: {@code DATABASE_HOST} and {@code DB_WS_NAME} switch the
 * store on; {@code DATABASE_PORT}, {@code DB_WS_USER} and {@code DB_WS_PASS} say more.
 *
 * @param user empty where none is asked for
 */
record MongoAddress(String host, int port, String database, String user, String password) {

    private static final int DEFAULT_PORT = 27_017;

    /**
     * What the variables say; empty if the store is off.
     *
     * @throws Problem {@code mongodb_address_invalid}
     */
    static Optional<MongoAddress> of(PropertyResolver variables) {
        String host = variables.getProperty("DATABASE_HOST", "").strip();
        String database = variables.getProperty("DB_WS_NAME", "").strip();
        if (host.isEmpty() || database.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MongoAddress(
                host,
                port(variables.getProperty("DATABASE_PORT", "").strip()),
                database,
                variables.getProperty("DB_WS_USER", ""),
                variables.getProperty("DB_WS_PASS", "")));
    }

    private static int port(String written) {
        if (written.isEmpty()) {
            return DEFAULT_PORT;
        }
        if (!written.matches("[0-9]{1,5}")) {
            throw new Problem(Problem.Kind.INVALID, "mongodb_address_invalid", "DATABASE_PORT is no port: " + written);
        }
        return Integer.parseInt(written);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database;
    }
}
