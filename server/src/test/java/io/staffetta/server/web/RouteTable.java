package io.staffetta.server.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The routes as they stand in {@code contract/routes.txt}, by method and pattern. */
record RouteTable(Map<String, Row> rows) {

    /**
     * One route.
     *
     * @param open whether it answers without a credential
     * @param own whether the table says that it deals with the caller's own only
     * @param cases what a user tries on another's things
     */
    record Row(String method, String pattern, boolean open, boolean own, List<Case> cases) {}

    /** One request for another user's things, with slots for ids, and the status of its answer. */
    record Case(int status, String path, @Nullable String body) {}

    static RouteTable read() {
        try (InputStream file = Objects.requireNonNull(RouteTable.class.getResourceAsStream("/contract/routes.txt"))) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteTable parse(String text) {
        Map<String, Row> rows = new TreeMap<>();
        List<List<String>> blocks = new ArrayList<>();
        for (String line : text.lines()
                .filter(each -> !each.isBlank() && !each.startsWith("#"))
                .toList()) {
            if (!line.startsWith(" ")) {
                blocks.add(new ArrayList<>());
            }
            blocks.getLast().add(line.strip());
        }
        for (List<String> block : blocks) {
            for (Row row : rows(block)) {
                if (rows.put(row.method() + " " + row.pattern(), row) != null) {
                    throw new IllegalArgumentException("Twice: " + block.getFirst());
                }
            }
        }
        return new RouteTable(rows);
    }

    private static List<Row> rows(List<String> block) {
        String[] heading = block.getFirst().split(" ", 2);
        List<String> lines = block.subList(1, block.size());
        List<Case> cases = lines.stream()
                .filter(line -> !line.equals("own") && !line.equals("open"))
                .map(RouteTable::trial)
                .toList();
        boolean open = lines.contains("open");
        boolean own = lines.contains("own");
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("Nothing is said about " + block.getFirst());
        }
        if (!heading[1].endsWith("[/]")) {
            return List.of(new Row(heading[0], heading[1], open, own, cases));
        }
        String bare = heading[1].substring(0, heading[1].length() - 3);
        return List.of(
                new Row(heading[0], bare, open, own, cases),
                new Row(
                        heading[0],
                        bare + "/",
                        open,
                        own,
                        cases.stream().map(RouteTable::slashed).toList()));
    }

    private static Case trial(String line) {
        String[] parts = line.split(" ", 3);
        return new Case(Integer.parseInt(parts[0]), parts[1], parts.length < 3 ? null : parts[2]);
    }

    private static Case slashed(Case trial) {
        String[] parts = trial.path().split("\\?", 2);
        return new Case(trial.status(), parts[0] + "/" + (parts.length < 2 ? "" : "?" + parts[1]), trial.body());
    }
}
