package io.staffetta.server.storage;

/** The PostgreSQL of this product: our own or somebody else's. */
sealed interface Database extends AutoCloseable permits EmbeddedPostgres, ExternalDatabase {

    /** How to reach it. */
    DatabaseAddress address();

    @Override
    void close();
}
