package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The making of a data folder. It happens beside its final place and is renamed when complete, so that a start that was
 * interrupted leaves nothing half made.
 */
final class NewCluster {

    private final PostgresBundle bundle;
    private final PostgresAccount account;
    private final Path cluster;

    NewCluster(PostgresHome home) {
        this.bundle = home.bundle();
        this.account = home.account();
        this.cluster = home.cluster();
    }

    void make(String password) throws IOException {
        Path unfinished = cluster.resolveSibling("pg.new");
        Folders.delete(unfinished);
        Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path secret = cluster.resolveSibling("pg.secret");
        Folders.writeSecret(secret, password + "\n");
        try {
            account.giveNamed(unfinished);
            account.giveNamed(secret);
            initialise(unfinished, secret);
            prepare(unfinished, password);
        } finally {
            Files.deleteIfExists(secret);
        }
        Files.writeString(
                unfinished.resolve("postgresql.conf"),
                "\ninclude '" + Postmaster.SETTINGS + "'\n",
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
        account.give(unfinished);
        Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(Folders.parent(cluster));
    }

    private void initialise(Path folder, Path secret) {
        Subprocess initdb = Subprocess.run(account.namedCommand(List.of(
                bundle.program("initdb"),
                "--pgdata=" + folder,
                "--username=" + EmbeddedPostgres.SUPERUSER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums")));
        if (!initdb.succeeded()) {
            throw failed(initdb);
        }
    }

    private void prepare(Path folder, String password) {
        Subprocess single = Subprocess.run(
                account.namedCommand(
                        List.of(bundle.program("postgres"), "--single", "-D", folder.toString(), "postgres")),
                """
                create role %1$s login createdb password '%2$s';
                create database %1$s owner %1$s;
                """.formatted(EmbeddedPostgres.USER, password));
        if (!single.succeeded() || single.output().contains("ERROR:")) {
            throw failed(single);
        }
    }

    private static Problem failed(Subprocess process) {
        return new Problem(
                Problem.Kind.UNAVAILABLE,
                "database_not_made",
                "cannot make the database: " + process.reason() + "; or use an external one: " + ExternalDatabase.HOW);
    }
}
