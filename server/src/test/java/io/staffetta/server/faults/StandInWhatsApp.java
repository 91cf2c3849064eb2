package io.staffetta.server.faults;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stand-in for WhatsApp beside the project, where it lies: a process with simulated phones and a ledger of its own. */
final class StandInWhatsApp implements AutoCloseable {

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path standing;
    private final Process process;
    private final JsonNode ready;

    private StandInWhatsApp(Path standing, Process process) throws IOException {
        this.standing = standing;
        this.process = process;
        this.ready = json.readTree(Optional.ofNullable(process.inputReader().readLine())
                .orElseThrow(() -> new IOException("the stand-in for WhatsApp ends at its start")));
    }

    /** Starts it from a copy in this folder, or skips the test and says why. */
    static StandInWhatsApp startOrSkip(Path folder) throws InterruptedException {
        Path source = shared().resolve("peers/mock-whatsapp");
        if (!Files.isDirectory(source)) {
            return skip("there is no peers/mock-whatsapp beside the project");
        }
        try {
            copy(source, folder);
            run(folder, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
            letItTellHowAccountsStand(folder.resolve("src"));
            Path standing = Files.writeString(folder.resolve("standing.json"), "{}");
            ProcessBuilder node = new ProcessBuilder("node", "src/cli.mjs", "--exit-with-parent");
            node.environment().put("MOCK_EXTRAS", standing.toString());
            return new StandInWhatsApp(
                    standing,
                    node.directory(folder.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            return skip(e.getMessage());
        }
    }

    private static Path shared() {
        String named = System.getProperty("staffetta.shared", System.getenv().getOrDefault("STAFFETTA_SHARED", ""));
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("shared"))
                .filter(at -> Files.isDirectory(at.resolve("peers")))
                .findFirst()
                .orElse(Path.of("shared"));
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList()) {
                Path to = target.resolve(source.relativize(file));
                Files.createDirectories(to.getParent());
                Files.write(to, Files.readAllBytes(file));
            }
        }
    }

    /** It answers each kind of question from a table; the engine's own answers for tests are added to it. */
    private static void letItTellHowAccountsStand(Path source) throws IOException {
        Path queries = source.resolve("queries.mjs");
        String before = Files.readString(queries);
        String after = before.replace("const answers = {", "const answers = {\n  ...extras,");
        if (after.equals(before)) {
            throw new IOException("another stand-in for WhatsApp than this one: it takes no answers of ours");
        }
        Files.writeString(queries, "import { extras } from './mock-extras.mjs';\n" + after);
        Files.copy(
                Path.of("..", "engines", "baileys", "src", "test", "resources", "mock-extras.mjs"),
                source.resolve("mock-extras.mjs"));
    }

    private static void run(Path folder, List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(Duration.ofMinutes(2)) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("npm cannot fetch the packages of the stand-in for WhatsApp");
        }
    }

    private static StandInWhatsApp skip(String why) {
        System.out.println("SKIPPED: linked devices through the whole product: " + why);
        return abort(why);
    }

    /** The options with which the product goes to it instead of WhatsApp. */
    List<String> options() {
        return List.of(
                "--staffetta.baileys.stand-in-url=" + ready.path("ws").asString(),
                "--staffetta.baileys.stand-in-trust-root="
                        + ready.path("trustRoot").asString());
    }

    /** What arrived, in order. */
    List<JsonNode> ledger() throws IOException, InterruptedException {
        return request("/ledger", null).valueStream().toList();
    }

    List<JsonNode> events(String type) throws IOException, InterruptedException {
        return request("/events", null)
                .valueStream()
                .filter(event -> event.path("type").asString().equals(type))
                .toList();
    }

    /** Makes a phone do something. */
    void phone(long number, String deed, Map<String, ?> body) throws IOException, InterruptedException {
        request("/phones/" + number + "/" + deed, json.writeValueAsString(body));
    }

    /** From now on this is what WhatsApp says of this number, when asked for its time lock or its cap of new chats. */
    void stands(long number, Map<String, ?> standing) throws IOException {
        Map<String, ?> accounts = Map.of(Long.toString(number), standing);
        Path fresh = Files.writeString(
                this.standing.resolveSibling("standing.new"), json.writeValueAsString(Map.of("accounts", accounts)));
        Files.move(fresh, this.standing, StandardCopyOption.ATOMIC_MOVE);
    }

    private JsonNode request(String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(ready.path("control").asString() + path))
                .timeout(Duration.ofSeconds(30));
        HttpResponse<String> answer = http.send(
                (body == null ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return json.readTree(answer.body());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        http.close();
    }
}
