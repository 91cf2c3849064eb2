package io.staffetta.server.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * What moved, and who is listening. Moves are counted where all committed events pass, so that nothing is counted that was
 * rolled back, and nothing is done while a message is on its way.
 */
@Component
class StreamMetrics implements MeterBinder {

    private final EventFeed feed;

    StreamMetrics(EventFeed feed) {
        this.feed = feed;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Map<String, Counter> moves = new HashMap<>();
        for (MessageState state : MessageState.values()) {
            // Claims are no events: they come and go without anything having happened.
            if (state != MessageState.CLAIMED) {
                moves.put(state.code(), moves(state, registry));
            }
        }
        feed.listen(events -> count(events, moves));
        Gauge.builder("staffetta.stream.clients", feed, EventFeed::clients)
                .description("Clients of the event stream")
                .register(registry);
        Gauge.builder(
                        "staffetta.stream.held.back",
                        feed,
                        each -> each.heldBack().toMillis() / 1000.0)
                .description("Seconds for which a transaction that somebody left open has held events back")
                .baseUnit("seconds")
                .register(registry);
        FunctionCounter.builder("staffetta.stream.clients.dropped", feed, EventFeed::dropped)
                .description("Clients of the event stream that were closed because they read too slowly")
                .register(registry);
    }

    private static Counter moves(MessageState state, MeterRegistry registry) {
        return Counter.builder("staffetta.messages.moved")
                .description("Messages that moved to a state, on all nodes")
                .tag("state", state.code())
                .register(registry);
    }

    private static void count(List<LoggedEvent> events, Map<String, Counter> moves) {
        for (LoggedEvent event : events) {
            Counter counter = event.kind() == Event.Kind.MESSAGE ? moves.get(event.phase()) : null;
            if (counter != null) {
                counter.increment();
            }
        }
    }
}
