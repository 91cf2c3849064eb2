package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.campaign.ApprovedTemplate;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.engine.Media;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An {@link ApprovedTemplate} as it is written down: by callers and in the database.
 *
 * @param name the template's name on the other side
 * @param language its language there, such as {@code en_US}
 * @param body the values of the places in its body, by their position; texts with variables
 * @param named the same where places have names
 * @param header the value of the place in a header of text
 * @param buttons the values of buttons that need one, by their position from 0
 * @param media a picture or document at its head
 */
public record TemplateMapping(
        String name,
        String language,
        @Nullable List<String> body,
        @Nullable Map<String, String> named,
        @Nullable String header,
        @Nullable Map<Integer, String> buttons,
        @Nullable Picture media) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * A picture or document.
     *
     * @param kind {@code image} or {@code document}
     * @param url where the other side fetches it; or else {@code id}, a file that was uploaded here
     * @param fileName what a document is called
     */
    public record Picture(
            String kind,
            @Nullable String url,
            @Nullable String id,
            @Nullable String fileName) {

        private static final int LONGEST = 2_000;

        /**
         * Reads it.
         *
         * @throws Problem {@code template_mapping_invalid}
         */
        Media media() {
            Media.Kind what = switch (given(kind)) {
                case "image" -> Media.Kind.IMAGE;
                case "document" -> Media.Kind.DOCUMENT;
                default -> throw invalid("A medium is an image or a document.");
            };
            String where = url == null ? id : url;
            if (where == null || (url != null && id != null) || where.isBlank() || where.length() > LONGEST) {
                throw invalid("A medium has either a url or an id.");
            }
            if (url != null && !url.startsWith("https://") && !url.startsWith("http://")) {
                throw invalid("A medium's url begins with https:// or http://.");
            }
            return new Media(
                    what,
                    url == null ? new Media.Source.Kept(where) : new Media.Source.Link(where),
                    Optional.ofNullable(fileName));
        }

        /** It as it is written down. */
        public static Picture of(Media media) {
            String kind = media.kind() == Media.Kind.IMAGE ? "image" : "document";
            String file = media.fileName().orElse(null);
            return switch (media.source()) {
                case Media.Source.Link(String url) -> new Picture(kind, url, null, file);
                case Media.Source.Kept(String id) -> new Picture(kind, null, id, file);
                case Media.Source.Uploaded(String id) -> new Picture(kind, null, id, file);
                case Media.Source.Given _ -> new Picture(kind, null, null, file);
            };
        }
    }

    /**
     * Reads it.
     *
     * @throws Problem {@code template_mapping_invalid}, and what {@link Template#of} refuses
     */
    public ApprovedTemplate read() {
        Map<String, Template> byName = new HashMap<>();
        Map<Integer, Template> pressed = new HashMap<>();
        if (named != null) {
            named.forEach((place, text) -> byName.put(place, Template.of(given(text))));
        }
        if (buttons != null) {
            buttons.forEach((button, text) -> pressed.put(button, Template.of(given(text))));
        }
        return new ApprovedTemplate(
                given(name),
                given(language),
                body == null
                        ? List.of()
                        : body.stream().map(text -> Template.of(given(text))).toList(),
                byName,
                Optional.ofNullable(header).map(Template::of),
                pressed,
                Optional.ofNullable(media).map(Picture::media));
    }

    /** What JSON leaves out or calls null is refused like what is empty. */
    private static String given(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    /**
     * The message that is made with it: with this text for those who look at it here, or one made up of its values.
     *
     * @throws Problem as {@link #read}
     */
    public static @Nullable Template template(@Nullable String text, @Nullable TemplateMapping mapping) {
        if (mapping == null) {
            return text == null ? null : Template.of(text);
        }
        ApprovedTemplate approved = mapping.read();
        return Template.of(text == null ? approved.text() : text).with(approved);
    }

    /** It as it is written down. */
    public static TemplateMapping of(ApprovedTemplate approved) {
        Map<String, String> byName = new HashMap<>();
        approved.named().forEach((place, text) -> byName.put(place, text.source()));
        Map<Integer, String> pressed = new HashMap<>();
        approved.buttons().forEach((button, text) -> pressed.put(button, text.source()));
        return new TemplateMapping(
                approved.name(),
                approved.language(),
                approved.body().stream().map(Template::source).toList(),
                byName,
                approved.header().map(Template::source).orElse(null),
                pressed,
                approved.media().map(Picture::of).orElse(null));
    }

    /** A template as three columns hold it. */
    static Template stored(String source, @Nullable String approved, @Nullable String variants) {
        Template template = Template.of(source);
        if (approved != null) {
            return template.with(JSON.readValue(approved, TemplateMapping.class).read());
        }
        return variants == null
                ? template
                : template.with(Stream.of(JSON.readValue(variants, String[].class))
                        .map(Template::of)
                        .toList());
    }

    /**
     * A message in several wordings.
     *
     * @param variants the further ones; none if null
     * @throws Problem {@code variants_invalid} where there is nothing that they could be variants of, and as
     *     {@link Template#with(List)}
     */
    public static @Nullable Template varied(@Nullable Template first, @Nullable List<String> variants) {
        if (variants == null || variants.isEmpty()) {
            return first;
        }
        if (first == null) {
            throw new Problem(Problem.Kind.INVALID, "variants_invalid", "Further wordings come with the first one.");
        }
        return first.with(variants.stream().map(Template::of).toList());
    }

    /** The further wordings of a message. */
    public static List<String> variants(@Nullable Template first) {
        return first == null
                ? List.of()
                : first.wordings().stream().skip(1).map(Template::source).toList();
    }

    /** What the third column holds. */
    static @Nullable String variantsColumn(Template template) {
        List<String> further = variants(template);
        return further.isEmpty() ? null : JSON.writeValueAsString(further);
    }

    /** What the second column holds. */
    static @Nullable String column(Template template) {
        return template.approved()
                .map(approved -> JSON.writeValueAsString(of(approved)))
                .orElse(null);
    }

    private static Problem invalid(String message) {
        return new Problem(Problem.Kind.INVALID, "template_mapping_invalid", message);
    }
}
