package io.staffetta.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** The command {@code demo}: the product on fresh data that is deleted with the process, on any port, on a fast clock. */
public final class DemoCommand {

    private DemoCommand() {}

    /** Whether this is its name. */
    public static boolean is(String command) {
        return command.equals("demo");
    }

    /** The product's arguments for a demo; of those given only where the database's programs are is taken over. */
    public static String[] arguments(String[] given) {
        try {
            Path data = Files.createTempDirectory("staffetta-demo-");
            // These run after everything is closed, the database too, however the process ends.
            SpringApplication.getShutdownHandlers().add(() -> delete(data));
            List<String> arguments = new ArrayList<>(List.of(
                    "--staffetta.demo=true",
                    "--START_DEFAULT_SESSION=false",
                    "--staffetta.data=" + data,
                    "--staffetta.port=0",
                    "--simulator.time=20"));
            for (String argument : given) {
                if (argument.startsWith("--staffetta.database.binaries=")) {
                    arguments.add(argument);
                }
            }
            return arguments.toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                    Files.deleteIfExists(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            System.err.println("left behind: " + folder);
        }
    }
}
