package io.staffetta.server.contact;

import io.staffetta.core.engine.Person;
import io.staffetta.server.queue.PersonLock;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who is who: all the names that engines know a person by, per owner, and the phone once it is known. Names come from the
 * wire and are cut and cleaned; what an engine says last about a name holds.
 */
@Component
class Identities {

    private static final long LARGEST_PHONE = 999_999_999_999_999L;
    /** Below every other negative number that stands for a phone. */
    private static final long STAND_INS = 1_000_000_000_000_000_000L;

    private static final int LONGEST_NAME = 200;

    private final JdbcClient jdbc;
    private final Clock clock;

    Identities(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A person.
     *
     * @param key the phone; below 0 while it is not known; 0 for nobody
     * @param former what the person's things stood under until now, if the phone has just become known
     */
    record Known(long key, List<Long> former) {

        boolean hasPhone() {
            return key > 0;
        }
    }

    private record Row(
            long id, @Nullable Long phone, @Nullable String name) {

        long key() {
            return phone == null ? standIn(id) : phone;
        }
    }

    /**
     * Finds a person, and remembers names that are new. In the caller's transaction, which holds the locks of the names
     * and of the phone from now on.
     */
    Known resolve(Connection connection, long ownerId, Person person) throws SQLException {
        List<String> names = names(person);
        long given = person.phone().orElse(0);
        long phone = given > 0 && given <= LARGEST_PHONE ? given : 0;
        if (names.isEmpty()) {
            lock(connection, ownerId, phone);
            return new Known(phone, List.of());
        }
        PersonLock.take(
                connection, ownerId, names.stream().map(Identities::lockOf).toList());
        List<Row> rows = named(ownerId, names);
        long known = phone > 0 ? phone : phoneIn(rows);
        lock(connection, ownerId, known);
        return known(rows, names, known)
                ? new Known(rows.getFirst().key(), List.of())
                : learn(ownerId, rows, names, known);
    }

    private static void lock(Connection connection, long ownerId, long phone) throws SQLException {
        if (phone > 0) {
            PersonLock.take(connection, ownerId, phone);
        }
    }

    /** Whether all this is known already, of one person. */
    private static boolean known(List<Row> rows, List<String> names, long phone) {
        return rows.size() == names.size()
                && rows.stream().map(Row::id).distinct().count() == 1
                && Objects.requireNonNullElse(rows.getFirst().phone(), 0L) == phone;
    }

    private Known learn(long ownerId, List<Row> rows, List<String> names, long phone) {
        Row person = withPhone(ownerId, phone)
                .or(() -> rows.stream()
                        .filter(row -> row.phone() == null || phone == 0)
                        .findFirst())
                .orElseGet(() -> insert(ownerId, phone));
        Set<Long> former = new HashSet<>();
        if (person.phone() == null && phone > 0) {
            jdbc.sql("update person set phone = ? where id = ?")
                    .params(phone, person.id())
                    .update();
            former.add(standIn(person.id()));
        }
        long key = phone > 0 ? phone : person.key();
        for (String name : names) {
            jdbc.sql("""
                    insert into person_name (owner_id, name, person_id) values (?, ?, ?)
                    on conflict (owner_id, name) do update set person_id = excluded.person_id
                    """).params(ownerId, name, person.id()).update();
        }
        rows.stream()
                .filter(row -> row.id() != person.id() && row.phone() == null && dissolve(row.id()))
                .forEach(row -> former.add(standIn(row.id())));
        former.forEach(old -> jdbc.sql("update inbound_message set phone = ? where owner_id = ? and phone = ?")
                .params(key, ownerId, old)
                .update());
        return new Known(key, List.copyOf(former));
    }

    /** Whoever has neither name nor phone any more has turned out to be somebody else. */
    private boolean dissolve(long personId) {
        return jdbc.sql("delete from person p where id = ? and phone is null"
                                + " and not exists (select 1 from person_name n where n.person_id = p.id)")
                        .param(personId)
                        .update()
                > 0;
    }

    private List<Row> named(long ownerId, Collection<String> names) {
        return jdbc.sql("""
                select p.id, p.phone, n.name from person_name n join person p on p.id = n.person_id
                where n.owner_id = ? and n.name = any(?) order by p.id
                """)
                .params(ownerId, names.toArray(String[]::new))
                .query((row, n) -> new Row(row.getLong(1), row.getObject(2, Long.class), row.getString(3)))
                .list();
    }

    private Optional<Row> withPhone(long ownerId, long phone) {
        return jdbc.sql("select id, phone from person where owner_id = ? and phone = ?")
                .params(ownerId, phone)
                .query((row, n) -> new Row(row.getLong(1), row.getLong(2), null))
                .optional();
    }

    private Row insert(long ownerId, long phone) {
        Long known = phone > 0 ? phone : null;
        long id = jdbc.sql(
                        "insert into person (owner_id, phone, created_at) values (:owner, :phone, :now) returning id")
                .param("owner", ownerId)
                .param("phone", known)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> row.getLong(1))
                .single();
        return new Row(id, known, null);
    }

    private static long phoneIn(List<Row> rows) {
        return rows.stream()
                .flatMap(row -> Stream.ofNullable(row.phone()))
                .findFirst()
                .orElse(0L);
    }

    private static List<String> names(Person person) {
        List<String> names = new ArrayList<>();
        Stream.of(person.userId(), person.chatId())
                .flatMap(Optional::stream)
                .map(name -> InboundText.clean(name).strip())
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST_NAME)
                .distinct()
                .forEach(names::add);
        return names;
    }

    private static long lockOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }

    private static long standIn(long personId) {
        return -(STAND_INS + personId);
    }
}
