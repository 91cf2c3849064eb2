package io.staffetta.baileys;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The stand-in for WhatsApp that lies beside the project, where it does: real Baileys, real encryption, simulated phones. */
final class MockWhatsApp implements AutoCloseable {

    private static final Duration INSTALLING = Duration.ofMinutes(2);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;
    private final String control;
    private final String trustRoot;

    private MockWhatsApp(Process process) throws IOException {
        this.process = process;
        JsonNode ready = json.readTree(process.inputReader().readLine());
        this.url = ready.path("ws").asString();
        this.control = ready.path("control").asString();
        this.trustRoot = ready.path("trustRoot").asString();
    }

    /** Starts it, or skips the test with the reason why that cannot be. */
    static MockWhatsApp startOrSkip(Path target) {
        return startOrSkip(target, Map.of());
    }

    /** The same, with answers of ours from {@code mock-extras.mjs}, which these variables are for. */
    static MockWhatsApp startOrSkip(Path target, Map<String, String> environment) {
        Path source = shared().resolve("peers/mock-whatsapp");
        if (!Files.isDirectory(source)) {
            return skip("there is no peers/mock-whatsapp beside the project");
        }
        try {
            Path copy = installed(source, target.resolve("mock-whatsapp"));
            if (!environment.isEmpty()) {
                extend(copy.resolve("src"));
            }
            ProcessBuilder builder = new ProcessBuilder("node", "src/cli.mjs", "--exit-with-parent")
                    .directory(copy.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            return new MockWhatsApp(builder.start());
        } catch (IOException e) {
            return skip("the stand-in for WhatsApp cannot be started: " + e.getMessage());
        }
    }

    private static Path shared() {
        String named = Optional.ofNullable(System.getProperty("staffetta.shared"))
                .or(() -> Optional.ofNullable(System.getenv("STAFFETTA_SHARED")))
                .orElse("");
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/peers"))) {
                return at.resolve("shared");
            }
        }
        return folder.resolve("shared");
    }

    /** The peer's folder may not be written to. */
    private static Path installed(Path source, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .toList()) {
                Path to = copy.resolve(source.relativize(file));
                Files.createDirectories(to.getParent());
                Files.write(to, Files.readAllBytes(file));
            }
        }
        if (Files.isDirectory(copy.resolve("node_modules"))) {
            return copy;
        }
        Command npm = Command.run(List.of("npm", "ci", "--ignore-scripts", "--no-audit"), copy, INSTALLING);
        if (npm.exitCode() != 0) {
            throw new IOException("npm could not fetch its packages: " + npm.lineWith("npm error"));
        }
        return copy;
    }

    /** It answers each kind of question from a table; ours are added to it. */
    private static void extend(Path source) throws IOException {
        Path queries = source.resolve("queries.mjs");
        String before = Files.readString(queries);
        String after = before.replace("const answers = {", "const answers = {\n  ...extras,");
        if (after.equals(before)) {
            throw new IOException("another version than this one: it takes no answers of ours");
        }
        Files.writeString(queries, "import { extras } from './mock-extras.mjs';\n" + after);
        Files.copy(
                Path.of("src/test/resources/mock-extras.mjs"),
                source.resolve("mock-extras.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static MockWhatsApp skip(String why) {
        System.out.println("SKIPPED: tests of the engine baileys against a stand-in for WhatsApp: " + why);
        return abort(why);
    }

    Map<String, String> environment() {
        return Map.of(BaileysSettings.STAND_IN_URL, url, BaileysSettings.STAND_IN_TRUST_ROOT, trustRoot);
    }

    void scan(long number, String qr) {
        post("/phones/" + number + "/scan", Map.of("qr", qr));
    }

    void policy(long number, Map<String, ?> policy) {
        post("/phones/" + number + "/policy", policy);
    }

    /** What arrived at this number, in order. */
    List<JsonNode> ledgerOf(long number) {
        return get("/ledger")
                .valueStream()
                .filter(entry -> entry.path("to").asString().equals(Long.toString(number)))
                .toList();
    }

    List<JsonNode> events(String type) {
        return get("/events")
                .valueStream()
                .filter(event -> event.path("type").asString().equals(type))
                .toList();
    }

    JsonNode get(String path) {
        return request(HttpRequest.newBuilder(URI.create(control + path)).GET());
    }

    JsonNode post(String path, Map<String, ?> body) {
        return request(HttpRequest.newBuilder(URI.create(control + path))
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body))));
    }

    private JsonNode request(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(Duration.ofSeconds(5))) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}
