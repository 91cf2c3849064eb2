package io.staffetta.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.Yaml;

/** What the container files say must be what the product understands; {@code scripts/container.sh} starts it so. */
class ContainerTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path FILES = ROOT.resolve("container");

    @Test
    void composeGivesTheProductTheDatabaseThatItStartsBesideIt() throws IOException {
        Map<String, Object> services = services();
        Map<String, Object> database = map(services, "database");
        Map<String, Object> given = map(database, "environment");

        for (String node : List.of("staffetta", "staffetta-2")) {
            StorageProperties understood = understood(map(map(services, node), "environment"));
            DatabaseAddress address = understood.database().external().orElseThrow();

            assertThat(address.url()).isEqualTo("jdbc:postgresql://database/" + given.get("POSTGRES_DB"));
            assertThat(address.user()).isEqualTo(given.get("POSTGRES_USER"));
            assertThat(address.password()).isEqualTo(given.get("POSTGRES_PASSWORD"));
            assertThat(understood.data()).isEqualTo(Path.of("/data"));
        }
    }

    @Test
    void everyNodeKeepsItsDataInAVolumeOfItsOwnAndOnlyThisMachineReachesIt() throws IOException {
        Map<String, Object> compose = yaml();
        Map<String, Object> services = map(compose, "services");

        assertThat(map(services, "staffetta").get("volumes")).isEqualTo(List.of("data:/data"));
        assertThat(map(services, "staffetta-2").get("volumes")).isEqualTo(List.of("data-2:/data"));
        assertThat(map(compose, "volumes")).containsOnlyKeys("database", "data", "data-2");
        for (Object service : services.values()) {
            assertThat(ports(service)).allMatch(port -> port.startsWith("127.0.0.1:"));
        }
    }

    @Test
    void aNodeThatIsStoppedHasLongerThanItTakes() throws IOException {
        String properties = Files.readString(ROOT.resolve("server/src/main/resources/application.properties"));

        assertThat(properties).contains("timeout-per-shutdown-phase=20s");
        assertThat(map(services(), "staffetta")).containsEntry("stop_grace_period", "60s");
    }

    @Test
    void whatTheImageCopiesIsThereAndRunsAsNobodySpecial() throws IOException {
        List<String> lines = Files.readAllLines(FILES.resolve("Containerfile"));

        assertThat(lines.stream()
                        .filter(line -> line.startsWith("COPY") && !line.contains("--from="))
                        .flatMap(line -> List.of(line.split(" ")).stream().skip(1))
                        .filter(word -> word.contains("/") && !word.startsWith("/") && !word.startsWith("--")))
                .isNotEmpty()
                .allSatisfy(source ->
                        assertThat(ROOT.resolve(source)).isExecutable().isRegularFile());
        assertThat(lines).contains("USER staffetta", "VOLUME /data").noneMatch(line -> line.endsWith(":latest"));
        assertThat(lines.indexOf("USER staffetta")).isLessThan(lines.indexOf("ENTRYPOINT [\"/app/start\"]"));
    }

    private static StorageProperties understood(Map<String, Object> environment) throws IOException {
        Map<String, Object> all = new HashMap<>(environment);
        Files.readAllLines(FILES.resolve("Containerfile")).stream()
                .filter(line -> line.startsWith("ENV "))
                .flatMap(line -> List.of(line.split(" ")).stream().skip(1))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> all.put(pair[0], pair[1]));
        StandardEnvironment product = new StandardEnvironment();
        product.getPropertySources().addFirst(new SystemEnvironmentPropertySource("container-systemEnvironment", all));
        ConfigurationPropertySources.attach(product);
        return Binder.get(product).bindOrCreate("staffetta", StorageProperties.class);
    }

    private static Map<String, Object> services() throws IOException {
        return map(yaml(), "services");
    }

    private static Map<String, Object> yaml() throws IOException {
        String compose = Files.readString(FILES.resolve("compose.yaml"));
        return new Yaml().load(compose.replaceAll("\\$\\{STAFFETTA_DATABASE_PASSWORD:[^}]*}", "a long random text"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> from, String name) {
        return (Map<String, Object>) from.get(name);
    }

    private static List<String> ports(Object service) {
        return service instanceof Map<?, ?> all && all.get("ports") instanceof List<?> ports
                ? ports.stream().map(Object::toString).toList()
                : List.of();
    }
}
