package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path temporary;

    @Test
    void whoHoldsTheFolderIsWrittenInIt() {
        try (DataFolder folder = DataFolder.hold(temporary.resolve("data"))) {
            assertThat(folder.path().resolve("run.pid"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aSecondProductIsToldWhoHoldsTheFolder() {
        try (DataFolder folder = DataFolder.hold(temporary)) {
            assertThatThrownBy(() -> DataFolder.hold(folder.path()))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("data_folder_in_use"))
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void aFolderThatWasLetGoCanBeHeldAgain() {
        DataFolder.hold(temporary).close();
        DataFolder.hold(temporary).close();

        assertThat(temporary.resolve("run.pid")).isEmptyFile();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertThatThrownBy(() -> DataFolder.hold(file.resolve("data")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("data_folder_unusable"))
                .hasMessageContaining("file");
    }

    @Test
    void aHalfRestoredFolderIsNotUsed() throws IOException {
        try (DataFolder folder = DataFolder.hold(temporary)) {
            assertThat(folder.beginRestore()).exists();
        }

        assertThatThrownBy(() -> DataFolder.hold(temporary))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("restore_unfinished"));
    }
}
