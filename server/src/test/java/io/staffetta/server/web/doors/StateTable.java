package io.staffetta.server.web.doors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What each door calls each state of a session, as it stands in {@code contract/states.md}. */
final class StateTable {

    private StateTable() {}

    /**
     * One state.
     *
     * @param active whether a campaign may move to a session in it
     * @param ready {@code isReady} of door 3 and {@code ready} of door 4
     */
    record Row(
            String state,
            String door1,
            boolean active,
            String door2,
            boolean ready,
            String door3,
            String door4,
            String door5,
            String quality) {

        private static Row of(String line) {
            List<String> cells = Stream.of(line.split("\\|"))
                    .map(String::strip)
                    .filter(cell -> !cell.isEmpty())
                    .toList();
            String[] first = cells.get(1).split(" ", 2);
            String[] third = cells.get(3).split(" / ", 2);
            String[] fifth = cells.get(5).split(" / ", 2);
            return new Row(
                    cells.get(0),
                    first[0],
                    first[1].equals("(yes)"),
                    cells.get(2),
                    Boolean.parseBoolean(third[0]),
                    third[1],
                    cells.get(4),
                    fifth[0],
                    fifth[1]);
        }

        @Override
        public String toString() {
            return state;
        }
    }

    static List<Row> rows() {
        try (InputStream file = Objects.requireNonNull(StateTable.class.getResourceAsStream("/contract/states.md"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(2)
                    .map(Row::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
