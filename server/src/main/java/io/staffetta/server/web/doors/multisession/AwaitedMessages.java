package io.staffetta.server.web.doors.multisession;

import io.staffetta.core.Problem;
import io.staffetta.core.message.MessageState;
import io.staffetta.server.queue.MessageSummary;
import io.staffetta.server.queue.Messages;
import io.staffetta.server.stream.EventFeed;
import io.staffetta.server.stream.LoggedEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Lets requests wait for what becomes of their message. The event feed wakes them; the message's row is the truth. */
@Component
class AwaitedMessages implements InitializingBean {

    private final Messages messages;
    private final EventFeed feed;
    private final Map<Long, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

    AwaitedMessages(Messages messages, EventFeed feed) {
        this.messages = messages;
        this.feed = feed;
    }

    @Override
    public void afterPropertiesSet() {
        feed.listen(this::heard);
    }

    /**
     * Whether the message is sent within this time.
     *
     * @throws Problem {@code message_not_sent} if it ended otherwise
     */
    boolean sent(long ownerId, long id, Duration patience) {
        CompletableFuture<Void> ended = awaited.computeIfAbsent(id, _ -> new CompletableFuture<>());
        try {
            if (!messages.get(ownerId, id).summary().state().ended()) {
                await(ended, patience);
            }
        } finally {
            awaited.remove(id, ended);
        }
        MessageSummary summary = messages.get(ownerId, id).summary();
        if (summary.state().ended() && !summary.state().left()) {
            throw notSent(summary);
        }
        return summary.state().left();
    }

    private void heard(List<LoggedEvent> events) {
        if (awaited.isEmpty()) {
            return;
        }
        for (LoggedEvent event : events) {
            CompletableFuture<Void> waiting = event.messageId() == null ? null : awaited.get(event.messageId());
            if (waiting != null && isEnd(event.phase())) {
                waiting.complete(null);
            }
        }
    }

    private static boolean isEnd(String phase) {
        for (MessageState state : MessageState.values()) {
            if (state.code().equals(phase)) {
                return state.ended();
            }
        }
        return false;
    }

    private static void await(CompletableFuture<Void> ended, Duration patience) {
        try {
            ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillWaiting) {
            // The row says how far it came.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Problem notSent(MessageSummary summary) {
        Map<String, Object> details = new HashMap<>();
        details.put("messageId", summary.id());
        details.put("status", summary.state().code());
        details.put("reason", summary.reason() == null ? summary.state().code() : summary.reason());
        return new Problem(Problem.Kind.UNPROCESSABLE, "message_not_sent", "The message was not sent", details);
    }
}
