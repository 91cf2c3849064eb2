package io.staffetta.cloud;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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

        private final Map<String, Kept> lines;

        /** A line, and the secret of the app that the number belongs to. */
        private record Kept(Line line, String appSecret) {

            /** Without the secret. */
            @Override
            public String toString() {
                return line.toString();
            }
        }

        Book(int most) {
            this.lines = new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                    return size() > most;
                }
            };
        }

        /** The line of a number of the app with this secret. */
        synchronized Line of(String phoneNumberId, String appSecret) {
            Kept known = lines.get(phoneNumberId);
            Line line = known == null ? new Line(new NumberPace(STANDARD), new PersonPace(PEOPLE)) : known.line();
            lines.put(phoneNumberId, new Kept(line, appSecret));
            return line;
        }

        /** The line of a number if it is used here and is of this app: of others an app has nothing to say. */
        synchronized Optional<Line> find(String phoneNumberId, String appSecret) {
            return Optional.ofNullable(lines.get(phoneNumberId))
                    .filter(known -> known.appSecret().equals(appSecret))
                    .map(Kept::line);
        }
    }
}
