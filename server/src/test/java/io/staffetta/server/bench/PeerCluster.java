package io.staffetta.server.bench;

import io.staffetta.server.storage.DatabaseAddress;
import io.staffetta.server.storage.TestDatabase;
import java.io.IOException;

/**
 * The embedded PostgreSQL of the product for {@code bench/measure peers}: prints its JDBC URL, user and password, one a line,
 * and stands until its standard input ends.
 */
public final class PeerCluster {

    private PeerCluster() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        try (TestDatabase database = TestDatabase.create()) {
            DatabaseAddress address = database.address();
            System.out.printf("%s%n%s%n%s%n", address.url(), address.user(), address.password());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
        System.exit(0);
    }
}
