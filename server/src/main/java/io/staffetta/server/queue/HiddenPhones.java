package io.staffetta.server.queue;

import io.staffetta.core.contact.PhoneNumber;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The phones behind names that hide them, of people of whom engines have found out both. */
@Component
class HiddenPhones {

    private final JdbcClient jdbc;

    HiddenPhones(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The phone of whoever is named so, or the name as it is: if it is no such name, or nobody knows the phone. */
    String shown(long ownerId, String recipient) {
        return PhoneNumber.hidden(recipient)
                .flatMap(name -> phone(ownerId, name))
                .map(PhoneNumber::plus)
                .orElse(recipient);
    }

    private Optional<PhoneNumber> phone(long ownerId, String name) {
        return jdbc.sql("""
                select p.phone from person_name n join person p on p.id = n.person_id
                where n.owner_id = ? and n.name = ? and p.phone is not null
                """).params(ownerId, name).query(Long.class).optional().map(PhoneNumber::new);
    }
}
