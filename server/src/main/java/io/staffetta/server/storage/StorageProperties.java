package io.staffetta.server.storage;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where things are kept, under {@code staffetta}.
 *
 * @param data the folder for everything that must outlive the process
 */
@ConfigurationProperties("staffetta")
record StorageProperties(
        @DefaultValue("data") Path data, @DefaultValue Database database) {

    /**
     * The database, under {@code staffetta.database}.
     *
     * @param url JDBC URL of an external PostgreSQL; without one the embedded is used
     * @param connections most connections at a time
     * @param binaries where the embedded PostgreSQL is unpacked; the data folder if not said
     */
    record Database(
            @Nullable String url,
            @DefaultValue("staffetta") String user,
            @DefaultValue("") String password,
            @DefaultValue("12") int connections,
            @Nullable Path binaries) {

        /** The external database, if one is wanted. */
        Optional<DatabaseAddress> external() {
            return Optional.ofNullable(url)
                    .filter(wanted -> !wanted.isBlank())
                    .map(wanted -> new DatabaseAddress(wanted, user, password));
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Database[" + user + "]";
        }

        Path binariesOr(Path data) {
            return binaries != null ? binaries : data;
        }
    }
}
