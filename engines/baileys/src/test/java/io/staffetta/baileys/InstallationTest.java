package io.staffetta.baileys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

    @TempDir
    Path folder;

    private Installation with(String node, String npm) {
        return new Installation(new BaileysSettings(folder.resolve("data"), node, npm, Map.of()), Source.shipped());
    }

    private String script(String name, String body) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private static UnavailableException failure(Installation installation) {
        return catchThrowableOfType(UnavailableException.class, installation::ready);
    }

    @Test
    void aMachineWithoutNodeIsToldSoInOneLine() {
        UnavailableException failure = failure(with("no-such-node", "npm"));

        assertThat(failure.code()).isEqualTo("node_missing");
        assertThat(failure.isPassing()).isFalse();
        assertThat(failure).hasMessageContaining("Node 20").hasMessageNotContaining("\n");
    }

    @Test
    void anOldNodeIsRefused() throws IOException {
        assertThat(failure(with(script("node", "echo v18.20.4"), "npm")).code()).isEqualTo("node_too_old");
    }

    @Test
    void aMachineWithoutNpmIsToldSo() throws IOException {
        assertThat(failure(with(script("node", "echo v22.1.0"), "no-such-npm")).code())
                .isEqualTo("npm_missing");
    }

    @Test
    void aMachineThatIsOfflineIsToldSoAndNothingIsLeftBehind() throws IOException {
        UnavailableException failure = failure(with(
                script("node", "echo v22.1.0"), script("npm", "echo 'npm error code ENOTFOUND'; echo more; exit 1")));

        assertThat(failure.code()).isEqualTo("sidecar_not_installed");
        assertThat(failure.isPassing()).isTrue();
        assertThat(failure).hasMessageEndingWith("npm error code ENOTFOUND");
        assertThat(folder.resolve("data")).isEmptyDirectory();
    }

    @Test
    void whatIsInstalledOnceIsNotFetchedAgain() throws Exception {
        String node = script("node", "echo v20.0.0");
        Path home = with(node, script("npm", "mkdir node_modules; exit 0")).ready();

        assertThat(with(node, script("npm", "exit 1")).ready()).isEqualTo(home);
        assertThat(home.resolve("main.mjs")).exists();
        assertThat(home.resolve("package-lock.json")).exists();
        assertThat(home.resolve(".npmrc")).exists();
        try (Stream<Path> left = Files.list(folder.resolve("data"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void aNewVersionTakesThePlaceOfTheFormer() throws Exception {
        Path former = Files.createDirectories(folder.resolve("data/0123456789abcdef/node_modules"));
        Path other = Files.createDirectories(folder.resolve("data/somebody-elses"));

        Path home =
                with(script("node", "echo v20.0.0"), script("npm", "exit 0")).ready();

        assertThat(home).isDirectory();
        assertThat(former.getParent()).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void theListOfShippedFilesIsComplete() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("src/main/resources/io/staffetta/baileys/sidecar-files.txt"));
        try (Stream<Path> sources = Files.list(Path.of("sidecar/src"))) {
            assertThat(listed)
                    .containsAll(
                            sources.map(file -> "src/" + file.getFileName()).toList());
        }
        assertThat(listed).contains("main.mjs", "package.json", "package-lock.json", ".npmrc");
    }

    @Test
    void theLockFilePinsBaileysAndNamesNoRegistry() throws IOException {
        String lock = Files.readString(Path.of("sidecar/package-lock.json"));

        assertThat(lock).doesNotContain("\"resolved\"").doesNotContain("git+");
        assertThat(Files.readString(Path.of("sidecar/package.json"))).contains("\"baileys\": \"7.0.0-rc14\"");
        assertThat(lock).contains("\"baileys\": \"7.0.0-rc14\"");
    }

    @Test
    void theSidecarsOwnTestsPass() throws IOException, UnavailableException {
        Path installed = Path.of("target/sidecar").toAbsolutePath();
        Path home = new Installation(new BaileysSettings(installed, "node", "npm", Map.of()), Source.shipped()).ready();
        Path copies = Files.createDirectories(home.resolve("test"));
        try (Stream<Path> tests = Files.list(Path.of("sidecar/test"))) {
            for (Path test : tests.toList()) {
                Files.copy(test, copies.resolve(test.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        Command node = Command.run(List.of("node", "--test", "--test-reporter=tap"), home, Duration.ofMinutes(2));

        assertThat(node.exitCode()).as(node.output()).isZero();
        assertThat(node.output()).contains("# fail 0").doesNotContain("# pass 0\n");
    }

    @Test
    void theOutputOfACommandIsReadAsText() throws IOException {
        Command command = Command.run(List.of("/bin/sh", "-c", "printf 'perché\\n'"), folder, Duration.ofSeconds(30));

        assertThat(command.output().getBytes(StandardCharsets.UTF_8))
                .isEqualTo("perché\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandThatNeverEndsIsEnded() throws IOException {
        Command command = Command.run(List.of("/bin/sh", "-c", "sleep 600"), folder, Duration.ofMillis(200));

        assertThat(command.exitCode()).isEqualTo(-1);
    }
}
