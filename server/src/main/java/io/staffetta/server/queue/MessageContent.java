package io.staffetta.server.queue;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.TemplateMessage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a direct message is made of besides its text.
 *
 * @param template the approved template that it is sent as, with its values; the text is then for those who look at it here
 * @param media a picture or document, by itself with the text as its caption, or at the head of the template
 */
public record MessageContent(Optional<TemplateMessage> template, Optional<Media> media) {

    /** Text alone. */
    public static final MessageContent TEXT = new MessageContent(Optional.empty(), Optional.empty());

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** As the database keeps it. */
    private record Column(
            @Nullable Pattern template, @Nullable Attached media) {}

    private record Pattern(String name, String language, List<Place> body, List<Place> header, List<Pressed> buttons) {

        static Pattern of(TemplateMessage message) {
            return new Pattern(
                    message.name(),
                    message.language(),
                    message.body().stream().map(Place::of).toList(),
                    message.header().stream().map(Place::of).toList(),
                    message.buttons().stream()
                            .map(value -> new Pressed(value.button(), value.text()))
                            .toList());
        }

        TemplateMessage read() {
            return new TemplateMessage(
                    name,
                    language,
                    body.stream().map(Place::read).toList(),
                    header.stream().map(Place::read).toList(),
                    buttons.stream()
                            .map(value -> new TemplateMessage.ButtonValue(value.button, value.text))
                            .toList());
        }
    }

    private record Place(@Nullable String place, String text) {

        static Place of(TemplateMessage.Value value) {
            return new Place(value.place().orElse(null), value.text());
        }

        TemplateMessage.Value read() {
            return new TemplateMessage.Value(Optional.ofNullable(place), text);
        }
    }

    private record Pressed(int button, String text) {}

    private record Attached(
            Media.Kind kind,
            @Nullable String url,
            @Nullable String file,
            @Nullable String uploaded,
            @Nullable String fileName) {

        static Attached of(Media media) {
            String name = media.fileName().orElse(null);
            return switch (media.source()) {
                case Media.Source.Link(String url) -> new Attached(media.kind(), url, null, null, name);
                case Media.Source.Kept(String id) -> new Attached(media.kind(), null, id, null, name);
                case Media.Source.Uploaded(String id) -> new Attached(media.kind(), null, null, id, name);
                case Media.Source.Given _ -> throw new IllegalArgumentException("bytes are not kept with a message");
            };
        }

        Media read() {
            Media.Source source;
            if (url != null) {
                source = new Media.Source.Link(url);
            } else if (file != null) {
                source = new Media.Source.Kept(file);
            } else if (uploaded != null) {
                source = new Media.Source.Uploaded(uploaded);
            } else {
                throw new IllegalStateException("a stored medium without a source");
            }
            return new Media(kind, source, Optional.ofNullable(fileName));
        }
    }

    /** As the database keeps it; null for text alone. */
    @Nullable
    String column() {
        return template.isEmpty() && media.isEmpty()
                ? null
                : JSON.writeValueAsString(new Column(
                        template.map(Pattern::of).orElse(null),
                        media.map(Attached::of).orElse(null)));
    }

    /** What {@link #column} wrote. */
    static MessageContent stored(@Nullable String column) {
        if (column == null) {
            return TEXT;
        }
        Column read = JSON.readValue(column, Column.class);
        return new MessageContent(
                Optional.ofNullable(read.template()).map(Pattern::read),
                Optional.ofNullable(read.media()).map(Attached::read));
    }

    /** Leaves out what it says, which does not belong in logs. */
    @Override
    public String toString() {
        return "MessageContent[" + template.map(TemplateMessage::name).orElse("text") + "]";
    }
}
