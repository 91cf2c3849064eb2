package io.staffetta.server.stream;

import io.staffetta.core.message.MessageState;
import io.staffetta.server.dispatch.Dispatcher;
import io.staffetta.server.queue.Event;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells this node's dispatcher of what other nodes put into lanes. A node's own doings come by here too, where they are
 * told twice and cost a look at the lane.
 */
@Component
class HintsFromFeed implements InitializingBean {

    private static final Set<String> BRINGS_WORK = Set.of(MessageState.QUEUED.code(), "forced");

    private static final Set<String> ENDS_CLAIM = Set.of(MessageState.SKIPPED.code(), MessageState.UNCONFIRMED.code());

    private final EventFeed feed;
    private final Dispatcher dispatcher;
    private final JdbcClient jdbc;

    HintsFromFeed(EventFeed feed, Dispatcher dispatcher, JdbcClient jdbc) {
        this.feed = feed;
        this.dispatcher = dispatcher;
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        feed.listen(this::hint);
    }

    /** Somebody may be typing it to a person who does not want it any more. */
    private static boolean endsClaim(LoggedEvent event) {
        return ENDS_CLAIM.contains(event.phase()) && event.sessionId() != null;
    }

    void hint(List<LoggedEvent> events) {
        Set<Long> lanes = new TreeSet<>();
        Set<Long> campaigns = new TreeSet<>();
        for (LoggedEvent event : events) {
            if (event.kind() == Event.Kind.CAMPAIGN && event.campaignPk() != null) {
                campaigns.add(event.campaignPk());
            } else if (event.laneId() != null && (BRINGS_WORK.contains(event.phase()) || endsClaim(event))) {
                lanes.add(event.laneId());
            }
        }
        if (!campaigns.isEmpty()) {
            lanes.addAll(jdbc.sql("select id from lane where campaign_id = any(?)")
                    .param(campaigns.toArray(Long[]::new))
                    .query((row, n) -> row.getLong(1))
                    .list());
        }
        lanes.forEach(dispatcher::laneChanged);
    }
}
