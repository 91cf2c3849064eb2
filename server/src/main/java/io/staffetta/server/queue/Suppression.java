package io.staffetta.server.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Who must not be written to: people who opted out, and people who were erased, of whom only a keyed hash is left.
 * Accepting and importing ask here as a courtesy; what counts is the check under the person's lock when a message is
 * marked as sending.
 */
@Component
public class Suppression {

    static final String SUPPRESSED = """
            select p.owner_id, p.phone
            from unnest(?::bigint[], ?::bigint[]) as p(owner_id, phone)
            cross join (select decode(value, 'hex') as secret from setting where name = 'suppression_key') k
            where exists (select 1 from opt_out o where o.owner_id = p.owner_id and o.phone = p.phone)
                or exists (select 1 from opt_out o where o.owner_id = p.owner_id
                    and o.phone_hash = sha256(k.secret || int8send(p.phone)))
            """;

    private final Transactions transactions;

    /** Asks in transactions of its own. */
    public Suppression(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Those of these phones that this owner must not write to. */
    public Set<Long> suppressed(long ownerId, Collection<Long> phones) {
        return transactions.in(connection -> suppressed(connection, ownerId, phones));
    }

    /** The same, in the transaction of this connection. */
    public static Set<Long> suppressed(Connection connection, long ownerId, Collection<Long> phones)
            throws SQLException {
        Set<Long> found = new HashSet<>();
        suppressed(
                        connection,
                        phones.stream().map(phone -> new Person(ownerId, phone)).toList())
                .forEach(person -> found.add(person.phone()));
        return found;
    }

    static Set<Person> suppressed(Connection connection, List<Person> people) throws SQLException {
        if (people.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(Rows.query(
                connection,
                SUPPRESSED,
                row -> new Person(row.getLong(1), row.getLong(2)),
                Rows.column(connection, "bigint", people, Person::ownerId),
                Rows.column(connection, "bigint", people, Person::phone)));
    }

    /** A person as one owner knows them. */
    record Person(long ownerId, long phone) {}
}
