package io.staffetta.server.queue;

import io.staffetta.core.Problem;
import io.staffetta.core.message.MessageState;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what callers name campaigns, sessions and states by. */
@Component
public class MessageFilters {

    private final JdbcClient jdbc;

    /** Looks names up with this client. */
    public MessageFilters(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The filter that these names mean; null means any.
     *
     * @param campaignId any of a campaign's three ids
     * @param sessionId the user's own name for a session
     * @param status a state of a message, or several with commas between
     * @throws Problem {@code campaign_not_found}, {@code session_not_found}, {@code unknown_status},
     *     {@code campaign_or_session}
     */
    public MessageFilter read(
            long ownerId, @Nullable String campaignId, @Nullable String sessionId, @Nullable String status) {
        if (campaignId != null && sessionId != null) {
            throw new Problem(
                    Problem.Kind.INVALID, "campaign_or_session", "Filter by a campaign or by a session, not by both.");
        }
        MessageFilter any = new MessageFilter(
                campaignId == null ? null : campaign(ownerId, campaignId),
                sessionId == null ? null : session(ownerId, sessionId));
        return status == null ? any : any.in(states(status));
    }

    /**
     * The key of a campaign by any of its three ids.
     *
     * @throws Problem {@code campaign_not_found}
     */
    public long campaign(long ownerId, String id) {
        return jdbc.sql("""
                select id from campaign
                where owner_id = ? and (public_id = ? or reference = ? or id::text = ?)
                """)
                .params(ownerId, id, id, id)
                .query(Long.class)
                .optional()
                .orElseThrow(
                        () -> new Problem(Problem.Kind.NOT_FOUND, "campaign_not_found", "There is no such campaign."));
    }

    private long session(long ownerId, String id) {
        return jdbc.sql("select id from wa_session where owner_id = ? and session_id = ?")
                .params(ownerId, id)
                .query(Long.class)
                .optional()
                .orElseThrow(DirectLanes::unknown);
    }

    private static Set<MessageState> states(String status) {
        return Arrays.stream(status.split(",", -1)).map(MessageFilters::state).collect(Collectors.toSet());
    }

    private static MessageState state(String status) {
        try {
            return MessageState.of(status);
        } catch (IllegalArgumentException unknown) {
            throw new Problem(
                    Problem.Kind.INVALID, "unknown_status", "There is no such status.", Map.of("status", status));
        }
    }
}
