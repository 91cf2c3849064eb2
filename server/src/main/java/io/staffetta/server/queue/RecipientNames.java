package io.staffetta.server.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the people are called whom messages are for: by their contact, else by what their row of a file says. */
@Component
public class RecipientNames {

    /** Columns that hold what a person is called, the best first: as the product's five languages call them. */
    private static final List<String> COLUMNS = List.of(
            "nome",
            "name",
            "nombre",
            "nama",
            "full name",
            "nome completo",
            "nome e cognome",
            "nombre completo",
            "nama lengkap",
            "nominativo",
            "first name",
            "firstname",
            "fullname",
            "primeiro nome",
            "primer nombre",
            "contatto",
            "contato",
            "contacto",
            "contact",
            "kontak");

    /** What no contact's name is longer than. */
    private static final int LONGEST = 200;

    private static final String NAMES = """
            select m.id, coalesce(nullif(btrim(c.name), ''), %s) as name
            from message m
            left join recipient r on r.campaign_id = m.campaign_id and r.id = m.recipient_id
            left join contact c on c.owner_id = m.owner_id and c.phone = m.phone
            where m.id = any(?) and m.owner_id = ?
            """.formatted(inRow("r.variables"));

    private static final String LATEST = """
            select n.name from message m
            join recipient r on r.campaign_id = m.campaign_id and r.id = m.recipient_id
            cross join lateral (select %s as name) n
            where m.owner_id = ? and m.phone = ? and n.name is not null
            order by m.id desc limit 1
            """.formatted(inRow("r.variables"));

    private final Transactions transactions;

    /** Reads in transactions of its own. */
    public RecipientNames(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The names by message, of those messages that are the owner's and whose people have one. */
    public Map<Long, String> of(long ownerId, Collection<Long> messages) {
        Map<Long, String> names = new HashMap<>();
        if (messages.isEmpty()) {
            return names;
        }
        transactions
                .in(connection -> Rows.query(
                        connection,
                        NAMES,
                        row -> new Named(row.getLong("id"), row.getString("name")),
                        Rows.column(connection, "bigint", List.copyOf(messages), id -> id),
                        ownerId))
                .forEach(each -> {
                    if (each.name() != null && !each.name().isBlank()) {
                        names.put(each.message(), each.name().strip());
                    }
                });
        return names;
    }

    /** What the last file says that had a name for somebody who was written to. */
    public Optional<String> latest(long ownerId, long phone) {
        return transactions.in(
                connection -> Rows.query(connection, LATEST, row -> row.getString("name"), ownerId, phone).stream()
                        .findFirst());
    }

    /**
     * What a row of a file calls its person, as an expression of SQL; null if it has no name. Columns are called as their
     * file calls them: in any case, with spaces, hyphens or underscores.
     *
     * @param variables the expression for the row's variables
     */
    public static String inRow(String variables) {
        return """
                (select left(btrim(v.value), %d)
                    from jsonb_each_text(%s) v
                    cross join lateral (select array_position(
                        array['%s'], lower(btrim(regexp_replace(v.key, '[\\s_-]+', ' ', 'g')))) as rank) k
                    where k.rank is not null and btrim(v.value) <> ''
                    order by k.rank
                    limit 1)
                """.formatted(LONGEST, variables, String.join("', '", COLUMNS));
    }

    private record Named(long message, @Nullable String name) {}
}
