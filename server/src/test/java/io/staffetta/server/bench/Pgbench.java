package io.staffetta.server.bench;

import io.staffetta.server.storage.DatabaseAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's own benchmark client, as it is installed on this machine. */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    private final DatabaseAddress address;

    Pgbench(DatabaseAddress address) {
        this.address = address;
    }

    /** Whether it is there. */
    static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("pgbench", "--version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs a script with prepared statements.
     *
     * @param definitions of variables, as {@code name=value}
     * @return runs of the script in a second, of all clients together
     */
    double run(String script, int clients, int transactions, List<String> definitions)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("pgbench-", ".sql");
        try {
            Files.writeString(file, script);
            return rate(start(file, clients, transactions, definitions));
        } finally {
            Files.delete(file);
        }
    }

    private String start(Path script, int clients, int transactions, List<String> definitions)
            throws IOException, InterruptedException {
        URI database = URI.create(address.url().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of("pgbench", "-n", "-M", "prepared"));
        command.addAll(List.of("-c", Integer.toString(clients), "-j", Integer.toString(clients)));
        command.addAll(List.of("-t", Integer.toString(transactions), "-f", script.toString()));
        definitions.forEach(definition -> command.addAll(List.of("-D", definition)));
        command.addAll(List.of("-h", database.getHost(), "-p", Integer.toString(database.getPort())));
        command.addAll(List.of("-U", address.user(), database.getPath().substring(1)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", address.password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench failed:\n" + output);
        }
        return output;
    }

    private static double rate(String output) {
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException("pgbench said:\n" + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
