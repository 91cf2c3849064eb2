package io.staffetta.server.dispatch;

import io.staffetta.core.engine.Media;
import io.staffetta.core.engine.TemplateMessage;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Renders campaign messages right before they go: the same code that renders the preview. */
public interface MessageTexts {

    /**
     * Renders these messages.
     *
     * @return one answer per request, by message id
     */
    Map<Long, Rendered> render(Collection<TextRequest> requests);

    /** Hears what became of a message that is about to go, in their order; blocks until what follows from it is done. */
    default void goes(long ownerId, long campaignId, Rendered rendered) {}

    /** Which text: a step of a campaign, in the version it was planned with, for one recipient. */
    record TextRequest(long messageId, long campaignId, long recipientId, int step, int stepVersion) {}

    /** The text, or why there is none. */
    sealed interface Rendered {

        /**
         * What is sent.
         *
         * @param text what people are shown, and what is sent if there is no template
         * @param template the approved template that it is sent as, if it is
         */
        record Text(String text, Optional<TemplateMessage> template, Optional<Media> media) implements Rendered {

            /** A text as it is. */
            public Text(String text) {
                this(text, Optional.empty(), Optional.empty());
            }
        }

        /** The template and the recipient's values do not make a text. */
        record Unrenderable(String detail) implements Rendered {}
    }
}
