package io.staffetta.server.queue;

import io.staffetta.core.message.MessageState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ids of a page of messages as SQL: one index probe for each state in question, each of them no longer than the page,
 * merged. However many messages there are, a page costs the same. Its size stands in the text: of a parameter PostgreSQL
 * knows nothing, takes a plan that is good for any for a bad one, and makes a new one each time, which takes longer than the
 * page itself.
 *
 * @param sql a query that answers ids, more than a page of them and not in order
 * @param params its parameters
 */
record MessageHeads(String sql, List<Object> params) {

    /** The messages of a filter that come after an id, or before it if the newest come first. */
    static MessageHeads of(long ownerId, MessageFilter filter, Slice slice) {
        List<Object> params = new ArrayList<>();
        String sql = filter.states().stream()
                .sorted()
                .map(state -> probe(ownerId, filter, slice, state, params))
                .collect(Collectors.joining(" union all "));
        return new MessageHeads(sql, params);
    }

    private static String probe(
            long ownerId, MessageFilter filter, Slice slice, MessageState state, List<Object> params) {
        String place;
        if (filter.campaignPk() != null) {
            params.add(filter.campaignPk());
            place = "m.lane_id + 0 = (select id from lane where campaign_id = ?)";
        } else if (filter.sessionPk() != null) {
            if (state == MessageState.QUEUED) {
                return "(" + queuedOfSession(ownerId, filter.sessionPk(), slice, params) + ")";
            }
            params.add(filter.sessionPk());
            place = placeInSession(state);
        } else {
            place = "m.owner_id + 0 = ?";
            params.add(ownerId);
        }
        params.add(ownerId);
        params.add(slice.after());
        return "(select m.id from message m where %s and m.owner_id = ? and m.state = '%s' and m.id %s ? order by m.id %s limit %d)"
                .formatted(place, state.code(), slice.newestFirst() ? "<" : ">", slice.direction(), slice.most());
    }

    /** What waits has no session yet, but its lane has. */
    private static String queuedOfSession(long ownerId, long sessionPk, Slice slice, List<Object> params) {
        params.addAll(List.of(ownerId, slice.after(), sessionPk, ownerId));
        return """
                select q.id from lane l cross join lateral (
                    select m.id from message m
                    where m.lane_id + 0 = l.id and m.owner_id = ? and m.state = 'queued' and m.id %1$s ?
                    order by m.id %2$s limit %3$d
                ) q where l.session_pk = ? and l.owner_id = ? order by q.id %2$s limit %3$d
                """.formatted(slice.newestFirst() ? "<" : ">", slice.direction(), slice.most());
    }

    private static String placeInSession(MessageState state) {
        return state.ended()
                ? "m.session_pk + 0 = ? and m.session_pk is not null"
                        + " and m.state in ('sent', 'delivered', 'read', 'failed', 'skipped', 'unconfirmed')"
                : "m.session_pk = ? and m.state in ('claimed', 'sending', 'in_doubt')";
    }

    /**
     * Part of a list in the order of ids.
     *
     * @param after the id it begins beyond
     * @param most how many at most
     */
    record Slice(long after, int most, boolean newestFirst) {

        String direction() {
            return newestFirst ? "desc" : "asc";
        }
    }
}
