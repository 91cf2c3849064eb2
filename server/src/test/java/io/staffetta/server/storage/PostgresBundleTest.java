package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBundleTest {

    @TempDir
    private Path folder;

    @Test
    void startsThatRaceUnpackOneFolder() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<PostgresBundle>> unpacked = IntStream.range(0, 3)
                    .mapToObj(_ -> threads.submit(() -> PostgresBundle.unpack(folder)))
                    .toList();
            for (Future<PostgresBundle> each : unpacked) {
                assertThat(Path.of(each.get().program("postgres"))).isExecutable();
            }
        }
        try (Stream<Path> content = Files.list(folder)) {
            assertThat(content).hasSize(1);
        }
    }
}
