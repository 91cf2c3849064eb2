package io.staffetta.server.dispatch;

import java.util.Collection;
import java.util.Map;

/** Renders campaign messages right before they go: the same code that renders the preview. */
public interface MessageTexts {

    /**
     * Renders these messages.
     *
     * @return one answer per request, by message id
     */
    Map<Long, Rendered> render(Collection<TextRequest> requests);

    /** Which text: a step of a campaign, in the version it was planned with, for one recipient. */
    record TextRequest(long messageId, long campaignId, long recipientId, int step, int stepVersion) {}

    /** The text, or why there is none. */
    sealed interface Rendered {

        /** What is sent. */
        record Text(String text) implements Rendered {}

        /** The template and the recipient's values do not make a text. */
        record Unrenderable(String detail) implements Rendered {}
    }
}
