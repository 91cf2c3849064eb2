package io.staffetta.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.staffetta.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TextsTest {

    static final List<String> LANGUAGES = Texts.LANGUAGES;

    private static final String KINDS =
            Stream.of(Problem.Kind.values()).map(Enum::name).collect(Collectors.joining("|"));

    /** {@code new Problem(Kind.X, "code", …)} and {@code Failure.of(400, "code", …)}, over several lines. */
    private static final Pattern CODE = Pattern.compile("(?:Problem\\.Kind\\.[A-Z_]+|\\bKind\\.(?:" + KINDS
            + ")|Failure\\.of\\(\\s*\\d{3}|new Failure\\(\\s*\\d{3}),\\s*\"([a-z0-9_]+)\"");

    private static final Pattern AT_THE_START = Pattern.compile("io/staffetta/server/(storage/)?\\w+\\.java$");

    private static final Pattern SLOT = Pattern.compile("\\{\\w+}");

    private final Texts texts = new Texts();

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void everyCodeInTheSourcesHasATextInEveryLanguage(String language) throws IOException {
        Set<String> missing = new TreeSet<>(codesInTheSources());
        missing.removeAll(texts.of(language).keySet());
        assertThat(missing)
                .as("codes without a text in messages/*_%s.properties", language)
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void everyLanguageSaysTheSameThings(String language) {
        assertThat(texts.of(language).keySet()).isEqualTo(texts.of("en").keySet());
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void everyLanguageHasTheSameSlots(String language) {
        texts.of("en")
                .forEach((code, english) -> assertThat(slots(texts.of(language).getOrDefault(code, "")))
                        .as("slots of %s in %s", code, language)
                        .isEqualTo(slots(english)));
    }

    @Test
    void slotsAreFilledFromTheDetails() {
        assertThat(texts.find("en", "unknown_field", Map.of("field", "a$1"))).hasValue("There is no field a$1 here");
    }

    private static Set<String> slots(String text) {
        return SLOT.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    /** What goes wrong at the start is told on the console, in English. */
    private static boolean answersRequests(Path file) {
        return file.toString().endsWith(".java")
                && !AT_THE_START.matcher(file.toString()).find();
    }

    private static Set<String> codesInTheSources() throws IOException {
        Set<String> codes = new TreeSet<>();
        for (Path sources : List.of(
                Path.of("src/main/java"),
                Path.of("../core/src/main/java"),
                Path.of("../engines/simulator/src/main/java"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(TextsTest::answersRequests).toList()) {
                    CODE.matcher(Files.readString(file))
                            .results()
                            .map(found -> found.group(1))
                            .forEach(codes::add);
                }
            }
        }
        return codes;
    }
}
