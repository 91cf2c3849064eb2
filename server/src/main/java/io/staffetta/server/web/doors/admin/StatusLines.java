package io.staffetta.server.web.doors.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.staffetta.server.queue.Messages;
import io.staffetta.server.stream.EventLines;
import io.staffetta.server.stream.LoggedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Tells of messages as the document's stream does. The log holds no numbers: they are looked up for what is told. */
@Component
class StatusLines {

    private static final String TYPE = "message_status";

    private final Messages messages;
    private final EventDocument.Reader reader;
    private final JsonMapper json;

    StatusLines(Messages messages, EventDocument.Reader reader, JsonMapper json) {
        this.messages = messages;
        this.reader = reader;
        this.json = json;
    }

    /**
     * One line.
     *
     * @param chatId null once the person was erased
     * @param status a phase
     * @param queueMessage the message in the queue
     * @param metadata more about it
     */
    record Status(
            String type,
            @Nullable String session,
            @Nullable String chatId,
            String status,
            Instant timestamp,
            @JsonProperty("queue_message") long queueMessage,
            EventDocument.Metadata metadata) {}

    /** What this owner's clients are told. */
    EventLines of(long ownerId) {
        return events -> lines(ownerId, events);
    }

    private List<EventLines.Line> lines(long ownerId, List<LoggedEvent> events) {
        Map<Long, Long> phones = messages.phones(
                ownerId,
                events.stream()
                        .map(LoggedEvent::messageId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        return events.stream()
                .flatMap(event -> reader.read(event).stream()
                        .map(told -> new EventLines.Line(event.position(), write(event, told, phones))))
                .toList();
    }

    private String write(LoggedEvent event, EventDocument told, Map<Long, Long> phones) {
        return json.writeValueAsString(new Status(
                TYPE,
                event.sessionId(),
                PrintedNumber.chatOf(phones.get(told.queueMessage())),
                told.phase(),
                told.timestamp(),
                told.queueMessage(),
                told.metadata()));
    }
}
