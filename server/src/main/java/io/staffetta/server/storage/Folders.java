package io.staffetta.server.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the storage does with files besides reading them. */
final class Folders {

    private Folders() {}

    static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root has no parent");
    }

    /** Deletes the folder and all in it, without following links; a folder that is not there is fine. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(folder, new EachThen(Files::delete));
        }
    }

    /** Gives the folder and all in it to this user and group. */
    static void give(Path folder, int uid) throws IOException {
        Files.walkFileTree(folder, new EachThen(path -> {
            Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", uid, LinkOption.NOFOLLOW_LINKS);
        }));
    }

    /** Writes a file that only its owner can read, durably: after a crash it is there whole or not at all. */
    static void writeSecret(Path file, String content) throws IOException {
        writeSecret(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file that only its owner can read, durably: after a crash it is there whole or not at all. */
    static void writeSecret(Path file, byte[] content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(unfinished, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(parent(file));
    }

    /** Makes the names in this folder durable. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, Set.of(StandardOpenOption.READ))) {
            channel.force(true);
        }
    }

    private interface Step {
        void on(Path path) throws IOException;
    }

    /** Visits what is in a folder before the folder. */
    private static final class EachThen extends SimpleFileVisitor<Path> {

        private final Step step;

        EachThen(Step step) {
            this.step = step;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            step.on(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            step.on(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
