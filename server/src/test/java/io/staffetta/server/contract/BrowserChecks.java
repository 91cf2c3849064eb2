package io.staffetta.server.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checks of {@code dashboard/e2e} that say which promises they keep. {@code ./test} runs all of them against the
 * packaged product after these tests, and fails with any of them; none can be skipped.
 */
record BrowserChecks(List<BrowserChecks.Check> checks) {

    private static final Path SOURCE = Path.of("..", "dashboard", "e2e", "checks");
    private static final Pattern CHECK = Pattern.compile("\\bcheck\\(\\s*'([^']+)',\\s*\\{\\s*keeps:\\s*\\[([^]]*)]");
    private static final Pattern PROMISE = Pattern.compile("'([^']+)'");

    /** A check and the ids of the promises it keeps. */
    record Check(String name, List<String> keeps) {}

    static BrowserChecks read() {
        try (Stream<Path> files = Files.list(SOURCE)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                all.append(Files.readString(file));
            }
            return parse(all.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BrowserChecks parse(String source) {
        List<Check> found = new ArrayList<>();
        CHECK.matcher(source).results().forEach(check -> found.add(new Check(check.group(1), promises(check))));
        return new BrowserChecks(List.copyOf(found));
    }

    /** The same promises, kept by these checks too. */
    KeptPromises addTo(KeptPromises kept) {
        checks.forEach(check -> check.keeps()
                .forEach(promise -> kept.tests()
                        .computeIfAbsent(promise, id -> new TreeSet<>())
                        .add("e2e: " + check.name())));
        return kept;
    }

    private static List<String> promises(MatchResult check) {
        return PROMISE.matcher(check.group(2))
                .results()
                .map(promise -> promise.group(1))
                .toList();
    }
}
