package io.staffetta.server.contact;

import io.staffetta.core.Problem;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.access.Audit;
import io.staffetta.server.access.Caller;
import io.staffetta.server.queue.RecipientNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The people an owner knows. */
@Component
public class Contacts {

    private static final int LATEST = 100;

    private static final String SELECT = """
            select c.id, c.phone, c.name, c.consent_source, c.consent_wording, c.consent_at, c.last_inbound_at,
                c.created_at, exists (select 1 from opt_out o where o.owner_id = c.owner_id and o.phone = c.phone)
                or exists (select 1 from opt_out o where o.owner_id = c.owner_id
                    and o.phone_hash = suppression_hash(c.phone)) as opted_out
            from contact c
            """;

    private final JdbcClient jdbc;
    private final RecipientNames names;
    private final Audit audit;
    private final Clock clock;

    /** Works through this client, at this clock's (real) time. */
    public Contacts(JdbcClient jdbc, RecipientNames names, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.names = names;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A page of contacts, by number or, when searched by name, by name.
     *
     * @param search the beginning of a number or of a name; empty for all
     * @param after the id of the last contact of the page before, or 0
     */
    public List<Contact> list(long ownerId, String search, long after, int rows) {
        ContactSearch page = ContactSearch.of(ownerId, search, after, rows);
        return jdbc.sql(SELECT + page.sql())
                .params(page.params())
                .query((row, n) -> read(row))
                .list();
    }

    /**
     * A person and what went to and fro.
     *
     * @throws Problem {@code contact_not_found} if nothing is known of this number
     */
    public ContactHistory history(long ownerId, long phone) {
        List<ContactHistory.Sent> sent = sent(ownerId, phone);
        List<ContactHistory.Received> received = received(ownerId, phone);
        Optional<OptOut> optOut = jdbc.sql("""
                select id, phone, source, word, at from opt_out where owner_id = ? and phone = ?
                """)
                .params(ownerId, phone)
                .query((row, n) -> OptOuts.read(row))
                .optional();
        Optional<Contact> contact = find(ownerId, phone);
        if (contact.isEmpty() && sent.isEmpty() && optOut.isEmpty()) {
            throw new Problem(Problem.Kind.NOT_FOUND, "contact_not_found", "Nothing is known of this number.");
        }
        return new ContactHistory(
                contact.orElseGet(() -> new Contact(
                        null, phone, names.latest(ownerId, phone).orElse(null), null, optOut.isPresent(), null, null)),
                optOut.orElse(null),
                sent,
                received);
    }

    /**
     * Sets what is known of a person; null leaves a thing as it is. Audited without the number.
     *
     * @param consent kept as the record of the person's consent
     */
    @Transactional
    public Contact change(Caller caller, long phone, @Nullable String name, Contact.@Nullable Consent consent) {
        Long id = jdbc.sql("""
                insert into contact as c (owner_id, phone, name, consent_source, consent_wording, consent_at, created_at)
                values (:owner, :phone, :name, :source, :wording, :at, :now)
                on conflict (owner_id, phone) do update set
                    name = coalesce(excluded.name, c.name),
                    consent_source = coalesce(excluded.consent_source, c.consent_source),
                    consent_wording = coalesce(excluded.consent_wording, c.consent_wording),
                    consent_at = coalesce(excluded.consent_at, c.consent_at)
                returning id
                """)
                .param("owner", caller.ownerId())
                .param("phone", phone)
                .param("name", name)
                .param("source", consent == null ? null : consent.source())
                .param("wording", consent == null ? null : consent.wording())
                .param("at", consent == null ? null : utc(consent.at()))
                .param("now", utc(clock.instant()))
                .query(Long.class)
                .single();
        audit.record(
                caller, "contact.change", "contact:" + id, Map.of("name", name != null, "consent", consent != null));
        return find(caller.ownerId(), phone).orElseThrow();
    }

    /**
     * Reads a number as this owner writes numbers.
     *
     * @throws Problem {@code invalid_number}
     */
    public PhoneNumber number(long ownerId, String written) {
        String country = jdbc.sql("select default_country from app_user where id = ?")
                .param(ownerId)
                .query(String.class)
                .single();
        return PhoneNumber.parse(written, country, true);
    }

    private Optional<Contact> find(long ownerId, long phone) {
        return jdbc.sql(SELECT + "where c.owner_id = ? and c.phone = ?")
                .params(ownerId, phone)
                .query((row, n) -> read(row))
                .optional();
    }

    private List<ContactHistory.Sent> sent(long ownerId, long phone) {
        return jdbc.sql("""
                select m.id, c.public_id, m.step, m.state, m.reason, m.created_at, m.sent_at
                from message m left join campaign c on c.id = m.campaign_id
                where m.owner_id = ? and m.phone = ? order by m.id desc limit ?
                """)
                .params(ownerId, phone, LATEST)
                .query((row, n) -> new ContactHistory.Sent(
                        row.getLong("id"),
                        row.getString("public_id"),
                        row.getInt("step"),
                        MessageState.of(row.getString("state")),
                        row.getString("reason"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        instant(row, "sent_at")))
                .list();
    }

    private List<ContactHistory.Received> received(long ownerId, long phone) {
        return jdbc.sql("""
                select i.id, s.session_id, i.text, i.at, i.received_at
                from inbound_message i left join wa_session s on s.id = i.session_pk
                where i.owner_id = ? and i.phone = ? order by i.id desc limit ?
                """)
                .params(ownerId, phone, LATEST)
                .query((row, n) -> new ContactHistory.Received(
                        row.getLong("id"),
                        row.getString("session_id"),
                        row.getString("text"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getObject("received_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private static Contact read(ResultSet row) throws SQLException {
        Instant consentAt = instant(row, "consent_at");
        String source = row.getString("consent_source");
        String wording = row.getString("consent_wording");
        return new Contact(
                row.getLong("id"),
                row.getLong("phone"),
                row.getString("name"),
                consentAt == null || source == null
                        ? null
                        : new Contact.Consent(source, wording == null ? "" : wording, consentAt),
                row.getBoolean("opted_out"),
                instant(row, "last_inbound_at"),
                instant(row, "created_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
