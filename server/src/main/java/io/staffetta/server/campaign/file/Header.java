package io.staffetta.server.campaign.file;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.Template;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table.
 *
 * @param columns their names, without those that our own list of refused rows adds at the end
 * @param phone which of them holds the phones
 * @param added how many columns at the end are ours and are left out
 * @param firstRowIsData whether the table has no header
 */
record Header(List<String> columns, int phone, int added, boolean firstRowIsData) {

    private static final List<String> ADDED = List.of("line", "error_code", "error");

    /**
     * Reads the first row of a table.
     *
     * @param told whether it names the columns; null to find out
     */
    static Header ofTable(
            List<String> first,
            @Nullable String wanted,
            Predicate<String> isPhone,
            FileLimits limits,
            @Nullable Boolean told) {
        List<String> cells = withoutBlankEnd(first);
        if (cells.size() > limits.columns() + ADDED.size()) {
            throw PeopleFile.tooManyColumns(limits.columns());
        }
        OptionalInt looksLikePhone = firstMatch(cells, isPhone);
        if (told == null ? looksLikePhone.isPresent() : !told) {
            List<String> names = numbered(cells.size(), looksLikePhone.orElse(0));
            int phone = wanted == null ? looksLikePhone.orElse(0) : wanted(names, wanted);
            return new Header(names, phone, 0, true);
        }
        int added = cells.size() > ADDED.size() && endsWith(cells, ADDED) ? ADDED.size() : 0;
        List<String> names = distinct(cells.subList(0, cells.size() - added));
        if (names.size() > limits.columns()) {
            throw PeopleFile.tooManyColumns(limits.columns());
        }
        return new Header(names, wanted == null ? found(names) : wanted(names, wanted), added, false);
    }

    /** The phone among the names of an object's members. */
    static int phoneAmong(List<String> names, @Nullable String wanted) {
        return wanted == null ? found(names) : wanted(names, wanted);
    }

    private static int wanted(List<String> names, String wanted) {
        return PhoneColumn.named(names, wanted)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID,
                        "phone_column_not_found",
                        "The file has no column \"" + wanted + "\".",
                        Map.of("columns", names)));
    }

    private static int found(List<String> names) {
        return PhoneColumn.find(names)
                .orElseThrow(() -> new Problem(
                        Problem.Kind.INVALID,
                        "no_phone_column",
                        "No column of the file is known to hold phone numbers; name one with ?phoneColumn=.",
                        Map.of("columns", names)));
    }

    private static List<String> distinct(List<String> cells) {
        List<String> names = new ArrayList<>(cells);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isEmpty()) {
                names.set(i, "column" + (i + 1));
            }
            if (!seen.add(Template.key(names.get(i)))) {
                throw new Problem(
                        Problem.Kind.INVALID,
                        "duplicate_column",
                        "Two columns of the file have the name \"" + names.get(i) + "\".",
                        Map.of("column", names.get(i)));
            }
        }
        return List.copyOf(names);
    }

    /** Names for a table without any; the phones are named, so that our list of refused rows can be read again. */
    private static List<String> numbered(int count, int phone) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(i == phone ? "phone" : "column" + (i + 1));
        }
        return List.copyOf(names);
    }

    private static boolean endsWith(List<String> cells, List<String> end) {
        return cells.subList(cells.size() - end.size(), cells.size()).equals(end);
    }

    private static OptionalInt firstMatch(List<String> cells, Predicate<String> test) {
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty() && test.test(cells.get(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static List<String> withoutBlankEnd(List<String> cells) {
        int size = cells.size();
        while (size > 0 && cells.get(size - 1).isEmpty()) {
            size--;
        }
        return cells.subList(0, size);
    }
}
