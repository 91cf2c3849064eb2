package io.staffetta.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The promises, as they stand in {@code contract/checklist.md}. */
record Checklist(List<Promise> promises) {

    private static final Pattern SECTION = Pattern.compile("## (\\w+): .* \\((built|open)\\)");
    private static final Pattern PROMISE = Pattern.compile("- `((\\w+)\\.[-\\w]+)` (.+)");

    /** One line; {@code built} if a test must keep it. */
    record Promise(String id, String wording, boolean built) {}

    static Checklist read() {
        try (InputStream file = Objects.requireNonNull(Checklist.class.getResourceAsStream("/contract/checklist.md"))) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Checklist parse(String markdown) {
        List<Promise> promises = new ArrayList<>();
        String section = "";
        boolean built = false;
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("## ")) {
                Matcher heading = matched(SECTION, line);
                section = heading.group(1);
                built = heading.group(2).equals("built");
            } else if (line.startsWith("- ")) {
                Matcher promise = matched(PROMISE, line);
                if (!promise.group(2).equals(section)) {
                    throw new IllegalArgumentException("In section " + section + ": " + line);
                }
                promises.add(new Promise(promise.group(1), promise.group(3), built));
            }
        }
        return new Checklist(List.copyOf(promises));
    }

    private static Matcher matched(Pattern form, String line) {
        Matcher matcher = form.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not of the form of the checklist: " + line);
        }
        return matcher;
    }
}
