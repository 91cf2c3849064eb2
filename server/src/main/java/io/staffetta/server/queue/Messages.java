package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.core.pacing.BusinessTime;
import io.staffetta.server.queue.MessageHeads.Slice;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/** Reads messages for people: pages of them, and one with its story. Looks, and locks nothing. */
@Component
public class Messages {

    private static final String TIMELINE = """
            select e.at, e.phase, e.reason, e.attempt, e.next_at, s.session_id
            from message_event e left join wa_session s on s.id = e.session_pk
            where e.message_id = ? and e.owner_id = ? order by e.at, e.tx, e.id limit 1000
            """;

    private final Transactions transactions;
    private final BusinessTime time;

    /** Reads in transactions of its own, at this business time. */
    public Messages(Transactions transactions, BusinessTime time) {
        this.transactions = transactions;
        this.time = time;
    }

    /**
     * A page of an owner's messages, in the order of their ids.
     *
     * @param after the id of the last message of the page before
     * @param newestFirst whether the highest ids come first
     */
    public List<MessageSummary> list(
            long ownerId, MessageFilter filter, OptionalLong after, int most, boolean newestFirst) {
        Slice slice = new Slice(after.orElse(newestFirst ? Long.MAX_VALUE : 0), most, newestFirst);
        MessageHeads heads = MessageHeads.of(ownerId, filter, slice);
        return transactions.in(connection -> Rows.query(
                connection,
                listing(heads, slice),
                row -> MessageReading.summary(row, time),
                heads.params().toArray()));
    }

    /** The ids of an owner's newest messages, the newest first. */
    public List<Long> newest(long ownerId, MessageFilter filter, int most) {
        MessageHeads heads = MessageHeads.of(ownerId, filter, new Slice(Long.MAX_VALUE, most, true));
        return transactions.in(connection -> Rows.query(
                connection,
                "select h.id from (" + heads.sql() + ") h order by h.id desc limit " + most,
                row -> row.getLong(1),
                heads.params().toArray()));
    }

    /** Those of these messages that are the owner's, the newest first, without their timelines. */
    public List<MessageStory> stories(long ownerId, Collection<Long> ids) {
        return transactions.in(connection -> Rows.query(
                connection,
                MessageReading.SELECT + "where m.id = any(?) and m.owner_id = ? order by m.id desc",
                row -> MessageReading.story(row, time, List.of()),
                Rows.column(connection, "bigint", List.copyOf(ids), id -> id),
                ownerId));
    }

    /** The recipients of those of these messages that are the owner's, by message; below 0 if the person was erased. */
    public Map<Long, Long> phones(long ownerId, Collection<Long> ids) {
        Map<Long, Long> phones = new HashMap<>();
        transactions.in(connection -> Rows.query(
                connection,
                "select id, phone from message where id = any(?) and owner_id = ?",
                row -> phones.put(row.getLong(1), row.getLong(2)),
                Rows.column(connection, "bigint", List.copyOf(ids), id -> id),
                ownerId));
        return phones;
    }

    static String listing(MessageHeads heads, Slice slice) {
        return MessageReading.SELECT
                + "join (select h.id from (%1$s) h order by h.id %2$s limit %3$d) h on h.id = m.id order by m.id %2$s"
                        .formatted(heads.sql(), slice.direction(), slice.most());
    }

    /**
     * One message with its timeline.
     *
     * @throws Problem {@code message_not_found}
     */
    public MessageStory get(long ownerId, long id) {
        return find(ownerId, id).orElseThrow(Messages::unknown);
    }

    /** One message with its timeline, if the owner has one of this id. */
    public Optional<MessageStory> find(long ownerId, long id) {
        return transactions.in(connection -> {
            List<MessageStory.Step> steps = Rows.query(connection, TIMELINE, MessageReading::step, id, ownerId);
            return Rows.query(
                            connection,
                            MessageReading.SELECT + "where m.id = ? and m.owner_id = ?",
                            row -> MessageReading.story(row, time, steps),
                            id,
                            ownerId)
                    .stream()
                    .findFirst();
        });
    }

    static Problem unknown() {
        return new Problem(Problem.Kind.NOT_FOUND, "message_not_found", "There is no such message.");
    }
}
