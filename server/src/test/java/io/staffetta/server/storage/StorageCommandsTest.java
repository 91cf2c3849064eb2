package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.core.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

class StorageCommandsTest {

    @TempDir
    private Path folder;

    @Test
    void aBackupGoesToANewFileInAFolderThatExists() {
        refused(folder.resolve("nowhere").resolve("backup.stf"));
        refused(folder);
    }

    private void refused(Path file) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("staffetta.data", folder.resolve("data").toString());
        StorageProperties properties = Binder.get(environment).bindOrCreate("staffetta", StorageProperties.class);
        StorageCommands commands = new StorageCommands(properties);

        assertThatThrownBy(() -> commands.run(new DefaultApplicationArguments("backup", file.toString())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("backup_unwritable"));
    }
}
