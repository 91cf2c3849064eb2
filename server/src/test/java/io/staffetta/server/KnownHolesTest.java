package io.staffetta.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/holes.sh} with an npm and a grype that say what they are told to. */
class KnownHolesTest {

    private static final String NONE = "{\"metadata\":{\"vulnerabilities\":{\"high\":0,\"critical\":0}}}";
    private static final String TWO = "{\"metadata\":{\"vulnerabilities\":{\"high\":1,\"critical\":1}}}";

    @TempDir
    Path root;

    private record Said(int status, String text) {}

    @BeforeEach
    void lay() throws IOException, InterruptedException {
        assumeTrue(has("node"), "there is no Node.js here");
        for (String folder : new String[] {"scripts", "dashboard", "engines/baileys/sidecar", "target/sbom", "bin"}) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.copy(Path.of("../scripts/holes.sh"), root.resolve("scripts/holes.sh"));
        Files.writeString(root.resolve("target/sbom/java.json"), "{}");
    }

    @Test
    void whereNoneIsKnownItSaysSo() throws IOException, InterruptedException {
        npm(NONE);
        grype(0, 0);

        Said said = check();

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text()).contains("dashboard: no serious one", "Java: no serious one");
    }

    @Test
    void aSeriousOneInAPackageOfNpmFails() throws IOException, InterruptedException {
        npm(TWO);
        grype(0, 0);

        Said said = check();

        assertThat(said.status()).isNotZero();
        assertThat(said.text()).contains("dashboard: 2 serious ones");
    }

    @Test
    void aSeriousOneElsewhereFails() throws IOException, InterruptedException {
        npm(NONE);
        grype(0, 2);

        assertThat(check().status()).isNotZero();
    }

    @Test
    void whatCannotBeLookedUpIsSaidToBeUnknown() throws IOException, InterruptedException {
        npm("{\"message\":\"the registry does not answer\"}");
        grype(1, 0);

        Said said = check();

        assertThat(said.status()).as(said.text()).isZero();
        assertThat(said.text())
                .contains("dashboard: unknown, skipped: the registry does not answer", "Java: unknown, skipped")
                .doesNotContain("no serious one");
    }

    private void npm(String answer) throws IOException {
        tool("npm", "echo '" + answer + "'");
    }

    /** What its database and its search end with. */
    private void grype(int database, int search) throws IOException {
        tool("grype", "if [ \"$1\" = db ]; then exit " + database + "; fi; exit " + search);
    }

    private void tool(String name, String does) throws IOException {
        Path tool = root.resolve("bin").resolve(name);
        Files.writeString(tool, "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Said check() throws IOException, InterruptedException {
        ProcessBuilder command =
                new ProcessBuilder("bash", root.resolve("scripts/holes.sh").toString()).redirectErrorStream(true);
        command.environment().merge("PATH", root.resolve("bin") + ":", (path, tools) -> tools + path);
        Process process = command.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), text);
    }

    private static boolean has(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
    }
}
