package io.staffetta.server.campaign;

import io.staffetta.core.Problem;
import io.staffetta.core.Problem.Kind;
import io.staffetta.core.campaign.ApprovedTemplate;
import io.staffetta.core.campaign.Template;
import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.TemplateMessage;
import io.staffetta.server.queue.MessageContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message to one person, written as a campaign's is: a text, an approved template with the person's variables, or a
 * picture or document with a text beneath it.
 *
 * @param text what is sent, or with a template what people see here
 */
public record WrittenMessage(String text, MessageContent content) {

    /**
     * Writes it.
     *
     * @param variables what stands in the places of the template
     * @throws Problem {@code message_empty}, {@code template_and_media}, {@code template_variables_missing},
     *     {@code text_too_long}, {@code text_blank}, and what {@link TemplateMapping#read} refuses
     */
    public static WrittenMessage of(
            @Nullable String text,
            @Nullable TemplateMapping template,
            TemplateMapping.@Nullable Picture media,
            Map<String, String> variables) {
        if (template != null && media != null) {
            throw new Problem(
                    Kind.INVALID, "template_and_media", "A template's picture or document stands in the template.");
        }
        if (template != null) {
            return made(text, template.read(), variables);
        }
        if (media != null) {
            return new WrittenMessage(
                    text == null ? "" : text, new MessageContent(Optional.empty(), Optional.of(media.media())));
        }
        if (text == null) {
            throw new Problem(Kind.INVALID, "message_empty", "A message needs a text, a template or media.");
        }
        return new WrittenMessage(text, MessageContent.TEXT);
    }

    private static WrittenMessage made(
            @Nullable String text, ApprovedTemplate approved, Map<String, String> variables) {
        return switch (approved.render(variables)) {
            case ApprovedTemplate.Rendered.Made(TemplateMessage message, Optional<Media> media) ->
                new WrittenMessage(
                        shown(text == null ? approved.text() : text, variables),
                        new MessageContent(Optional.of(message), media));
            case ApprovedTemplate.Rendered.Flawed(Template.Rendered.Flaw flaw) -> throw refused(flaw);
        };
    }

    private static String shown(String text, Map<String, String> variables) {
        return switch (Template.of(text).render(variables)) {
            case Template.Rendered.Text(String rendered) -> rendered;
            case Template.Rendered.Flaw flaw -> throw refused(flaw);
        };
    }

    private static Problem refused(Template.Rendered.Flaw flaw) {
        if (flaw instanceof Template.Rendered.Missing(List<String> missing)) {
            return new Problem(
                    Kind.INVALID,
                    "template_variables_missing",
                    "Variables are missing: " + String.join(", ", missing),
                    Map.of("missing", missing));
        }
        return new Problem(Kind.INVALID, flaw.code(), "The template cannot be filled in with these variables.");
    }

    /** Leaves out what it says. */
    @Override
    public String toString() {
        return "WrittenMessage[" + content + "]";
    }
}
