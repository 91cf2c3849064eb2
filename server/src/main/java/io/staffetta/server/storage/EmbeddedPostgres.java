package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The PostgreSQL of one data folder. It lives in a process group of its own and outlasts a killed product; the next start
 * takes it over. Whoever starts it holds the {@link DataFolder}.
 */
final class EmbeddedPostgres implements Database {

    static final String USER = "staffetta";
    static final String SUPERUSER = "postgres";

    private final Postmaster postmaster;
    private final PostmasterWatch watch;
    private final DatabaseAddress address;

    private EmbeddedPostgres(Postmaster postmaster, DatabaseAddress address, Map<String, String> changes) {
        this.postmaster = postmaster;
        this.address = address;
        this.watch = new PostmasterWatch(postmaster, changes);
    }

    /**
     * Makes the database if there is none, and starts it unless it runs.
     *
     * @param data the product's data folder
     * @param binaries where to unpack PostgreSQL, or where that has been done before
     * @param changes settings of {@code postgresql.conf} that differ from ours
     */
    static EmbeddedPostgres start(Path data, Path binaries, Map<String, String> changes) {
        try {
            PostgresHome home = PostgresHome.of(data, binaries);
            if (!Files.exists(home.cluster())) {
                String password = newPassword();
                Folders.writeSecret(home.passwordFile(), password + "\n");
                new NewCluster(home).make(password);
            }
            refuseOtherMajor(home);
            Postmaster postmaster = new Postmaster(home);
            int port = postmaster.attachOrStart(changes);
            return new EmbeddedPostgres(postmaster, home.address(port, USER, USER), changes);
        } catch (IOException e) {
            throw DataFolder.unusable(data, e);
        }
    }

    /** How to reach the server that runs on this data folder, for those who do not hold it; empty if none runs. */
    static Optional<DatabaseAddress> running(Path data, Path binaries) throws IOException {
        PostgresHome home = PostgresHome.of(data, binaries);
        Optional<PostmasterFile> file =
                PostmasterFile.read(home.cluster()).filter(found -> found.ready() && found.alive(home.cluster()));
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(home.address(file.get().port(), USER, USER));
    }

    @Override
    public DatabaseAddress address() {
        return address;
    }

    /** Stops it: what is committed is on disk, what is not is rolled back. */
    @Override
    public void close() {
        watch.close();
        postmaster.stop("fast");
    }

    /** Leaves the server running, as a product that is killed does. */
    void abandon() {
        watch.close();
    }

    private static String newPassword() {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static void refuseOtherMajor(PostgresHome home) throws IOException {
        String major = Files.readString(home.cluster().resolve("PG_VERSION")).strip();
        if (!major.equals(home.bundle().major())) {
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "database_other_version",
                    home.data() + " was made by PostgreSQL " + major + ", this product brings "
                            + home.bundle().major()
                            + ": with the product that made it run './run backup FILE --data " + home.data()
                            + "', then with this one './run restore FILE --data NEW-FOLDER'");
        }
    }
}
