package io.staffetta.server.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says in the API document how each route may refuse, by status and code. What follows from what a route takes is told
 * from that; the rest stands in {@code api-failures.json}: entries with a pattern ({@code of}) of method and path, and the
 * codes by their status.
 */
final class DocumentedFailures implements GlobalOpenApiCustomizer {

    private static final String FILE = "api-failures.json";
    private static final String LANGUAGE = "en";
    private static final Set<String> OF_BODIES = Set.of("invalid_field", "invalid_json", "missing_body");

    /** Which operations an entry of the file speaks of, and what it says. */
    private record Entry(Pattern of, Map<String, Set<String>> codes) {}

    private final Texts texts;
    private final Supplier<Content> problem;
    private final List<Entry> entries;

    /** @param problem the body of every refusal */
    DocumentedFailures(Texts texts, JsonMapper json, Supplier<Content> problem) {
        this.texts = texts;
        this.problem = problem;
        this.entries = read(json);
    }

    @Override
    public void customise(OpenAPI document) {
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> describe(operation, method + " " + path, path)));
    }

    private void describe(Operation operation, String name, String path) {
        Map<String, Set<String>> codes = ofAnyLike(operation, path);
        codes.put("503", ofDatabase(name));
        entries.stream()
                .filter(entry -> entry.of().matcher(name).matches())
                .forEach(entry -> entry.codes()
                        .forEach((status, more) -> codes.computeIfAbsent(status, _ -> new TreeSet<>())
                                .addAll(more)));
        codes.forEach((status, all) -> operation
                .getResponses()
                .addApiResponse(
                        status, new ApiResponse().description(words(all)).content(problem.get())));
    }

    /** What an operation refuses because of what it takes. */
    private static Map<String, Set<String>> ofAnyLike(Operation operation, String path) {
        Map<String, Set<String>> codes = new TreeMap<>();
        if (operation.getSecurity() == null || !operation.getSecurity().isEmpty()) {
            codes.put("401", new TreeSet<>(Set.of("unauthenticated")));
            codes.put("403", new TreeSet<>(Set.of("scope_missing")));
            codes.put("429", new TreeSet<>(Set.of("too_many_requests")));
        }
        if (path.contains("{")) {
            codes.put("404", new TreeSet<>());
        }
        if (operation.getRequestBody() != null) {
            codes.put("400", new TreeSet<>(OF_BODIES));
            codes.put("408", new TreeSet<>(Set.of("request_too_slow")));
            codes.put("413", new TreeSet<>(Set.of("body_too_large")));
        }
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        if (parameters.stream().anyMatch(parameter -> "query".equals(parameter.getIn()))) {
            codes.computeIfAbsent("400", _ -> new TreeSet<>()).add("invalid_parameter");
        }
        if (parameters.stream().anyMatch(parameter -> IdempotencyFilter.HEADER.equals(parameter.getName()))) {
            codes.put("409", new TreeSet<>(Set.of("idempotency_in_progress")));
            codes.put("422", new TreeSet<>(Set.of("idempotency_mismatch")));
        }
        return codes;
    }

    private static Set<String> ofDatabase(String name) {
        return new TreeSet<>(
                name.startsWith("GET ")
                        ? Set.of("busy", "database_unavailable")
                        : Set.of("busy", "database_unavailable", "outcome_unknown"));
    }

    private String words(Set<String> codes) {
        if (codes.isEmpty()) {
            return "There is no such thing, or it is another user's";
        }
        return codes.stream()
                .map(code -> "- `" + code + "`: "
                        + texts.find(LANGUAGE, code, Map.of()).orElse(""))
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();
    }

    private static List<Entry> read(JsonMapper json) {
        try (InputStream in = new ClassPathResource(FILE).getInputStream()) {
            return json.readTree(in)
                    .valueStream()
                    .map(DocumentedFailures::entry)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(JsonNode written) {
        Map<String, Set<String>> codes = new TreeMap<>();
        written.propertyStream()
                .filter(property -> !property.getKey().equals("of"))
                .forEach(property -> codes.put(
                        property.getKey(),
                        new TreeSet<>(property.getValue()
                                .valueStream()
                                .map(JsonNode::asString)
                                .toList())));
        return new Entry(Pattern.compile(written.path("of").asString()), codes);
    }
}
