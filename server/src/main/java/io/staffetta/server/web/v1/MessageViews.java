package io.staffetta.server.web.v1;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.staffetta.core.contact.PhoneNumber;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.server.campaign.TemplateMapping;
import io.staffetta.server.dispatch.StoryTexts;
import io.staffetta.server.queue.MessageStory;
import io.staffetta.server.queue.MessageSummary;
import io.staffetta.server.queue.RecipientNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Messages as the API shows them. */
@Component
class MessageViews {

    private final StoryTexts texts;
    private final RecipientNames names;

    MessageViews(StoryTexts texts, RecipientNames names) {
        this.texts = texts;
        this.names = names;
    }

    /**
     * @param to with its plus; null once the person was erased
     * @param international the same with spaces, as people write it abroad
     * @param name what the person is called, or null
     * @param textVersion which version of its campaign's text it says; while it waits, the newest one
     */
    record Listed(
            long id,
            @Nullable String campaignId,
            @Nullable String sessionId,
            @Nullable String to,
            @Nullable String international,
            @Nullable String name,
            int step,
            int textVersion,
            String kind,
            String status,
            @Nullable String reason,
            @Nullable Instant nextAt,
            int attempts,
            boolean forced,
            @Nullable String lastError,
            Instant createdAt,
            Instant dueAt,
            @Nullable Instant sendingAt,
            @Nullable Instant sentAt,
            Instant updatedAt) {

        static Listed of(MessageSummary m, @Nullable String name) {
            return new Listed(
                    m.id(),
                    m.campaignId(),
                    m.sessionId(),
                    number(m.phone()),
                    abroad(m.phone()),
                    m.phone() < 0 ? null : name,
                    m.step(),
                    m.textVersion(),
                    m.kind().code(),
                    m.state().code(),
                    m.reason(),
                    m.nextAt(),
                    m.attempts(),
                    m.forced(),
                    m.lastError(),
                    m.createdAt(),
                    m.dueAt(),
                    m.sendingAt(),
                    m.sentAt(),
                    m.updatedAt());
        }

        @Override
        public String toString() {
            return "Listed[" + id + "]";
        }
    }

    /**
     * One message.
     *
     * @param text null if it cannot be told any more
     * @param template the approved template that a direct message is sent as, or null
     * @param media the picture or document of a direct message, at the head of the template if there is one, or null
     */
    record Told(
            @JsonUnwrapped Listed message,
            @Nullable String text,
            @Nullable Sent template,
            TemplateMapping.@Nullable Picture media,
            @Nullable Instant expiresAt,
            List<MessageStory.Step> timeline) {

        @Override
        public String toString() {
            return "Told[" + message.id() + "]";
        }
    }

    /**
     * The approved template that a message is sent as.
     *
     * @param body what stands in the places of its body, in their order
     */
    record Sent(String name, String language, List<String> body) {

        static Sent of(TemplateMessage message) {
            return new Sent(
                    message.name(),
                    message.language(),
                    message.body().stream().map(TemplateMessage.Value::text).toList());
        }
    }

    List<Listed> list(long ownerId, List<MessageSummary> messages) {
        Map<Long, String> called =
                names.of(ownerId, messages.stream().map(MessageSummary::id).toList());
        return messages.stream().map(m -> Listed.of(m, called.get(m.id()))).toList();
    }

    Told tell(long ownerId, MessageStory story) {
        return new Told(
                list(ownerId, List.of(story.summary())).getFirst(),
                texts.of(List.of(story)).get(story.summary().id()),
                story.content().template().map(Sent::of).orElse(null),
                story.content().media().map(TemplateMapping.Picture::of).orElse(null),
                story.expiresAt(),
                story.timeline());
    }

    static @Nullable String number(@Nullable Long phone) {
        return phone == null || phone < 0 ? null : new PhoneNumber(phone).plus();
    }

    /** The same with spaces, as people write it abroad. */
    static @Nullable String abroad(@Nullable Long phone) {
        return phone == null || phone < 0 ? null : new PhoneNumber(phone).international();
    }
}
