package io.staffetta.server.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the people are called whom messages are for: by their contact, else by what their row of a file says. */
@Component
public class RecipientNames {

    private static final String NAMES = """
            select m.id, coalesce(c.name, r.variables ->> 'nome', r.variables ->> 'name', r.variables ->> 'nama',
                r.variables ->> 'nombre') as name
            from message m
            left join recipient r on r.campaign_id = m.campaign_id and r.id = m.recipient_id
            left join contact c on c.owner_id = m.owner_id and c.phone = m.phone
            where m.id = any(?) and m.owner_id = ?
            """;

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
                        names.put(each.message(), each.name());
                    }
                });
        return names;
    }

    private record Named(long message, @Nullable String name) {}
}
