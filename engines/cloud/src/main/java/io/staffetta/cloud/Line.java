package io.staffetta.cloud;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a number may send, whatever connection of it comes and goes.
 *
 * @param number the number's pace with everybody
 * @param person its pace with each person
 */
record Line(NumberPace number, PersonPace person) {

    private static final int PEOPLE = 10_000;

    /** What Meta lets every number send in a second until it says more. */
    static final int STANDARD = 80;

    /** The lines of numbers, by Meta's id of the number; of too many, the one longest unused is forgotten. */
    static final class Book {

        private final Map<String, Line> lines;

        Book(int most) {
            this.lines = new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
                    return size() > most;
                }
            };
        }

        synchronized Line of(String phoneNumberId) {
            return lines.computeIfAbsent(
                    phoneNumberId, id -> new Line(new NumberPace(STANDARD), new PersonPace(PEOPLE)));
        }
    }
}
