package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.MessageHeads.Slice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Counts messages by their state, and no further than people read numbers: however many there are, it costs the same. */
@Component
public class MessageCounts {

    /** So many, or more. */
    public static final int MOST = 10_000;

    private final Transactions transactions;

    /** Reads in transactions of its own. */
    public MessageCounts(Transactions transactions) {
        this.transactions = transactions;
    }

    /** How many of an owner's messages are in each state that the filter names; {@link #MOST} means that many or more. */
    public Map<MessageState, Integer> of(long ownerId, MessageFilter filter) {
        List<Object> params = new ArrayList<>();
        String sql = sql(ownerId, filter, params);
        Map<MessageState, Integer> counts = new EnumMap<>(MessageState.class);
        transactions.in(connection -> Rows.query(
                connection,
                sql,
                row -> counts.put(MessageState.of(row.getString(1)), row.getInt(2)),
                params.toArray()));
        return counts;
    }

    static String sql(long ownerId, MessageFilter filter, List<Object> params) {
        return filter.states().stream()
                .sorted()
                .map(state -> {
                    MessageHeads heads = MessageHeads.of(ownerId, filter.in(state), new Slice(0, MOST, false));
                    params.addAll(heads.params());
                    return "select '%s', (select count(*) from (%s) h)".formatted(state.code(), heads.sql());
                })
                .collect(Collectors.joining(" union all "));
    }
}
