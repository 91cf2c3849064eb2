package io.staffetta.server.web.doors.admin;

import io.staffetta.core.Problem;
import io.staffetta.server.dispatch.StoryTexts;
import io.staffetta.server.queue.MessageEvents;
import io.staffetta.server.queue.MessageEvents.Happened;
import io.staffetta.server.queue.MessageStory;
import io.staffetta.server.queue.Messages;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads messages with their texts and events, as this door shows them. */
@Component
class QueueRows {

    private final Messages messages;
    private final MessageEvents events;
    private final StoryTexts texts;
    private final EventDocument.Reader reader;

    QueueRows(Messages messages, MessageEvents events, StoryTexts texts, EventDocument.Reader reader) {
        this.messages = messages;
        this.events = events;
        this.texts = texts;
        this.reader = reader;
    }

    /** Those of these messages that are the owner's, the newest first. */
    List<QueueRow> of(long ownerId, Collection<Long> ids) {
        return rows(ownerId, messages.stories(ownerId, ids));
    }

    /**
     * One message.
     *
     * @throws Problem {@code message_not_found}
     */
    QueueRow of(long ownerId, long id) {
        return rows(ownerId, List.of(messages.get(ownerId, id))).getFirst();
    }

    private List<QueueRow> rows(long ownerId, List<MessageStory> stories) {
        Map<Long, String> told = texts.of(stories);
        Map<Long, List<Happened>> happened =
                events.of(ownerId, stories.stream().map(QueueRows::id).toList());
        return stories.stream()
                .map(story -> QueueRow.of(story, told.get(id(story)), timeline(story, happened)))
                .toList();
    }

    /** Messages of campaigns have no event for being queued: their story begins with their row. */
    private List<EventDocument> timeline(MessageStory story, Map<Long, List<Happened>> happened) {
        List<EventDocument> timeline = new ArrayList<>();
        for (Happened event : happened.getOrDefault(id(story), List.of())) {
            reader.read(event).ifPresent(timeline::add);
        }
        if (timeline.isEmpty() || !timeline.getFirst().phase().equals("queued")) {
            timeline.addFirst(EventDocument.queued(id(story), story.summary().createdAt()));
        }
        return timeline;
    }

    private static long id(MessageStory story) {
        return story.summary().id();
    }
}
