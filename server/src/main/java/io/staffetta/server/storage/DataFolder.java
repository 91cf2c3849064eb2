package io.staffetta.server.storage;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder with everything that must outlive the process, held by one product at a time: {@code run.pid} names the
 * process and is locked by it.
 */
public final class DataFolder implements AutoCloseable {

    static final String PID = "run.pid";

    private static final String RESTORING = "restore-unfinished";
    private static final long NEEDED_BYTES = 200_000_000;

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is not there, and holds it until {@link #close}.
     *
     * @throws Problem if another product holds it ({@code data_folder_in_use}) or it cannot be written
     *     ({@code data_folder_unusable})
     */
    public static DataFolder hold(Path folder) {
        try {
            Path path = Files.createDirectories(folder).toRealPath();
            FileChannel channel = FileChannel.open(
                    path.resolve(PID), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                String holder = read(channel);
                channel.close();
                throw new Problem(
                        Problem.Kind.UNAVAILABLE,
                        "data_folder_in_use",
                        path + " is in use by process " + holder + ": stop that first, or choose another --data");
            }
            write(channel, ProcessHandle.current().pid() + "\n");
            refuseFullDisk(path);
            refuseHalfRestored(path);
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Notes that a restore into this folder has begun; until the answered file is deleted, nothing starts on it. */
    Path beginRestore() throws IOException {
        return Files.createFile(path.resolve(RESTORING));
    }

    /** Deletes everything in it, after a restore that failed. */
    void empty() throws IOException {
        List<Path> content;
        try (Stream<Path> all = Files.list(path)) {
            content = all.filter(each -> !each.endsWith(PID)).toList();
        }
        for (Path each : content) {
            Folders.delete(each);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Empties {@code run.pid} and lets others hold the folder. */
    @Override
    public void close() {
        try (channel) {
            channel.truncate(0);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    /** The problem that this folder cannot be used, said so that a person knows what to do. */
    static Problem unusable(Path folder, IOException cause) {
        String reason = cause instanceof AccessDeniedException denied
                ? "no permission to write " + denied.getFile()
                : cause instanceof FileSystemException failure && failure.getReason() != null
                        ? failure.getReason() + ": " + failure.getFile()
                        : String.valueOf(cause.getMessage());
        Problem problem = new Problem(
                Problem.Kind.UNAVAILABLE,
                "data_folder_unusable",
                "the data folder " + folder.toAbsolutePath().normalize() + " cannot be used: " + reason);
        problem.initCause(cause);
        return problem;
    }

    private static void refuseHalfRestored(Path path) {
        if (Files.exists(path.resolve(RESTORING))) {
            throw new Problem(
                    Problem.Kind.CONFLICT,
                    "restore_unfinished",
                    "a restore into " + path + " did not finish: delete that folder and restore again");
        }
    }

    private static void refuseFullDisk(Path path) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < NEEDED_BYTES) {
            throw new IOException("the disk is full, only " + free / 1_000_000 + " MB are free and at least "
                    + NEEDED_BYTES / 1_000_000 + " MB are needed");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return new String(Objects.requireNonNull(buffer.array()), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }
}
