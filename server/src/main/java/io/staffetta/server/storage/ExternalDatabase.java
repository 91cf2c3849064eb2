package io.staffetta.server.storage;

/** A PostgreSQL that somebody else runs. */
final class ExternalDatabase {

    /** How to use one, for messages. */
    static final String HOW = "--database-url jdbc:postgresql://HOST/NAME with STAFFETTA_DATABASE_USER and"
            + " STAFFETTA_DATABASE_PASSWORD";

    private ExternalDatabase() {}
}
