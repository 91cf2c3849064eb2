package io.staffetta.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says about the server of a data folder, running or dead. Only PostgreSQL writes and deletes
 * that file.
 *
 * @param status {@code starting}, {@code ready}, {@code stopping}; empty while the file is being written
 */
record PostmasterFile(long pid, Instant startedAt, int port, String status) {

    /** Reads the file of this data folder, if there is one that is complete. */
    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.size() < 4) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
                    Integer.parseInt(lines.get(3).strip()),
                    lines.size() < 8 ? "" : lines.get(7).strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean ready() {
        return status.equals("ready");
    }

    boolean stopping() {
        return status.equals("stopping");
    }

    /** Whether that process lives and is a PostgreSQL working in this folder, and not a stranger who got its number. */
    boolean alive(Path cluster) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && worksIn(cluster);
    }

    /** Whether a process lives that has the number but is not our server. */
    boolean recycled(Path cluster) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !worksIn(cluster);
    }

    private boolean worksIn(Path cluster) {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(process)) {
            // Without /proc the server itself is asked, after the connection.
            return !Files.isDirectory(Path.of("/proc/self"));
        }
        try {
            List<String> command =
                    List.of(Files.readString(process.resolve("cmdline")).split("\0", -1));
            return command.getFirst().endsWith("/postgres")
                    && (command.contains(cluster.toString()) || atHome(cluster));
        } catch (IOException e) {
            return false;
        }
    }

    private boolean atHome(Path cluster) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), cluster);
        } catch (IOException e) {
            return false;
        }
    }
}
