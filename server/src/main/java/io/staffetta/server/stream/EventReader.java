package io.staffetta.server.stream;

import io.staffetta.server.queue.Event;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the event log by position, never beyond the oldest open transaction: what is read is complete. */
@Component
@DependsOnDatabaseInitialization
public class EventReader {

    /** The tail reads the partitions of the last days only; nobody's transaction stays open for longer. */
    static final Duration TAIL = Duration.ofDays(2);

    static final String AFTER = """
            select e.tx::text as tx, e.id, e.at, e.owner_id, e.kind, e.phase, e.message_id, e.campaign_id, c.public_id,
                s.session_id, e.lane_id, e.reason, e.attempt, e.next_at, e.detail::text as detail
            from (
                select * from message_event
                where (tx, id) > (?::text::xid8, ?) and tx < pg_snapshot_xmin(pg_current_snapshot()) and at >= ?
                order by tx, id limit ?
            ) e
            left join campaign c on c.id = e.campaign_id
            left join wa_session s on s.id = e.session_pk
            order by e.tx, e.id
            """;

    static final String BEFORE = """
            select e.tx::text as tx, e.id, e.at, e.owner_id, e.kind, e.phase, e.message_id, e.campaign_id, c.public_id,
                s.session_id, e.lane_id, e.reason, e.attempt, e.next_at, e.detail::text as detail
            from (
                select * from message_event
                where (tx, id) < (?::text::xid8, ?) and tx < pg_snapshot_xmin(pg_current_snapshot())
                order by tx desc, id desc limit ?
            ) e
            left join campaign c on c.id = e.campaign_id
            left join wa_session s on s.id = e.session_pk
            order by e.tx desc, e.id desc
            """;

    static final String OWNED = """
            select e.tx::text as tx, e.id, e.at, e.owner_id, e.kind, e.phase, e.message_id, e.campaign_id, c.public_id,
                s.session_id, e.lane_id, e.reason, e.attempt, e.next_at, e.detail::text as detail
            from (
                select * from message_event
                where (tx, id) > (?::text::xid8, ?) and tx < pg_snapshot_xmin(pg_current_snapshot()) and at >= ? and at < ?
                    and owner_id = ? and array['*', kind || '.*', kind || '.' || phase] && ?::text[]
                order by tx, id limit ?
            ) e
            left join campaign c on c.id = e.campaign_id
            left join wa_session s on s.id = e.session_pk
            order by e.tx, e.id
            """;

    private static final OffsetDateTime BEGINNING = OffsetDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String generation;
    private final EventNames names;

    EventReader(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.generation = generation(jdbc);
        this.names = EventNames.of(jdbc, generation);
    }

    /** Up to so many events after a position, wherever it lies. */
    public List<LoggedEvent> after(Position position, int most) {
        return read(position, BEGINNING, most);
    }

    /**
     * A user's events of some time after a position.
     *
     * @param types {@code <kind>.<phase>}, {@code <kind>.*} or {@code *}
     * @param until not included
     */
    public List<LoggedEvent> owned(
            long ownerId, Collection<String> types, Instant from, Instant until, Position position, int most) {
        return jdbc.sql(OWNED)
                .params(Long.toString(position.tx()), position.id())
                .params(from.atOffset(ZoneOffset.UTC), until.atOffset(ZoneOffset.UTC), ownerId)
                .param(types.toArray(String[]::new))
                .param(most)
                .query((row, n) -> event(row))
                .list();
    }

    /** Up to so many events after a position of the last hours. */
    List<LoggedEvent> tail(Position position, int most) {
        return read(position, clock.instant().minus(TAIL).atOffset(ZoneOffset.UTC), most);
    }

    /** Up to so many events before a position, the latest first. */
    List<LoggedEvent> before(Position position, int most) {
        return jdbc.sql(BEFORE)
                .params(Long.toString(position.tx()), position.id(), most)
                .query((row, n) -> event(row))
                .list();
    }

    /** Before everything. */
    public Position beginning() {
        return new Position(generation, 0, 0);
    }

    /** After everything that is committed and safe to read. */
    public Position end() {
        return new Position(generation, safe() - 1, Long.MAX_VALUE);
    }

    /** Whether reading on from this position misses nothing: it is of this log, reached already, and not dropped. */
    boolean holds(Position position) {
        return position.generation().equals(generation)
                && position.tx() < safe()
                && oldest().map(oldest -> position.compareTo(oldest) >= 0).orElse(true);
    }

    /** How far events can be read, and how far they are written. */
    OldestWriter.Horizon horizon() {
        return jdbc.sql("""
                select pg_snapshot_xmin(s)::text as safe, pg_snapshot_xmax(s)::text as next
                from (select pg_current_snapshot() as s) now
                """)
                .query((row, n) -> new OldestWriter.Horizon(
                        Long.parseLong(row.getString("safe")), Long.parseLong(row.getString("next"))))
                .single();
    }

    private long safe() {
        return Long.parseLong(jdbc.sql("select pg_snapshot_xmin(pg_current_snapshot())::text")
                .query(String.class)
                .single());
    }

    private Optional<Position> oldest() {
        return jdbc.sql("select tx::text, id from message_event order by message_event.tx, id limit 1")
                .query((row, n) -> new Position(generation, Long.parseLong(row.getString(1)), row.getLong(2)))
                .optional();
    }

    private List<LoggedEvent> read(Position position, OffsetDateTime since, int most) {
        return jdbc.sql(AFTER)
                .params(Long.toString(position.tx()), position.id(), since, most)
                .query((row, n) -> event(row))
                .list();
    }

    private LoggedEvent event(ResultSet row) throws SQLException {
        return new LoggedEvent(
                new Position(generation, Long.parseLong(row.getString("tx")), row.getLong("id")),
                names.of(row.getLong("id")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getLong("owner_id"),
                Event.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("phase"),
                row.getObject("message_id", Long.class),
                row.getObject("campaign_id", Long.class),
                row.getString("public_id"),
                row.getString("session_id"),
                row.getObject("lane_id", Long.class),
                row.getString("reason"),
                row.getObject("attempt", Integer.class),
                instant(row, "next_at"),
                row.getString("detail"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static String generation(JdbcClient jdbc) {
        byte[] random = new byte[4];
        new SecureRandom().nextBytes(random);
        jdbc.sql("insert into setting (name, value) values ('stream_generation', ?) on conflict (name) do nothing")
                .param(HexFormat.of().formatHex(random))
                .update();
        return jdbc.sql("select value from setting where name = 'stream_generation'")
                .query(String.class)
                .single();
    }
}
