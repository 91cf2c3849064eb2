package io.staffetta.server.stream;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What events are called wherever somebody remembers them: the generation of the log in which they happened, and their id.
 * Unlike its {@link Position}, an event keeps its name when the database is restored from a backup, so that whoever was
 * told of it before knows it again; and what happens afterwards never gets the name of something that happened to the
 * database that the backup was taken from.
 */
final class EventNames {

    private final String present;
    private final List<Past> pasts;

    private EventNames(String present, List<Past> pasts) {
        this.present = present;
        this.pasts = List.copyOf(pasts);
    }

    /** A generation that ended with a restore, and the last id that an event of it can have. */
    private record Past(String generation, long lastEvent) {}

    /** The names in this database, whose log is in this generation now. */
    static EventNames of(JdbcClient jdbc, String present) {
        return new EventNames(
                present,
                jdbc.sql("select generation, last_event from past_generation order by last_event, ended_at")
                        .query((row, n) -> new Past(row.getString(1), row.getLong(2)))
                        .list());
    }

    /** The name of the event with this id. */
    String of(long id) {
        return pasts.stream()
                        .filter(past -> id <= past.lastEvent())
                        .map(Past::generation)
                        .findFirst()
                        .orElse(present)
                + "-" + id;
    }
}
